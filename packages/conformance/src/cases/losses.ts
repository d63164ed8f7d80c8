import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  huberLoss,
  klDiv,
  l1Loss,
  mseLoss,
  nllLoss,
  scope,
  smoothL1Loss,
  softmax,
  type Tensor,
} from "@nn/core";
import { casesOf, large, row, type Case, type CaseOptions, type OpName } from "../case";
import { floats, given, givenInts, ints, positive, probabilities, type InputSpec } from "../inputs";

type Reduction = "mean" | "sum" | "none";
type Loss = (x: Tensor, t: Tensor, options?: { reduction?: Reduction }) => Tensor;

/** A loss of two tensors of one shape, and inputs where it is smooth. */
interface LossRow {
  readonly fn: Loss;
  readonly torch: string;
  readonly x?: (shape: readonly number[]) => InputSpec;
  readonly t?: (shape: readonly number[]) => InputSpec;
  readonly options?: CaseOptions;
}

/** Differences between ±1 and ±3: away from the kinks at 0 and ±1. */
const targets = (shape: readonly number[]): InputSpec => floats(shape, { low: 4.5, high: 5 });

const table: Readonly<Partial<Record<OpName, LossRow>>> = {
  mseLoss: { fn: mseLoss, torch: "F.mse_loss" },
  l1Loss: { fn: l1Loss, torch: "F.l1_loss", t: targets },
  smoothL1Loss: { fn: smoothL1Loss, torch: "F.smooth_l1_loss", t: targets },
  huberLoss: { fn: huberLoss, torch: "F.huber_loss", t: targets },
  binaryCrossEntropy: { fn: binaryCrossEntropy, torch: "F.binary_cross_entropy", x: probabilities, t: probabilities, options: { grad: ["x"] } },
  binaryCrossEntropyWithLogits: { fn: binaryCrossEntropyWithLogits, torch: "F.binary_cross_entropy_with_logits", t: probabilities, options: { grad: ["x"] } },
  klDiv: { fn: klDiv, torch: "F.kl_div", t: probabilities },
}; // oxfmt-ignore

function lossCases(op: OpName, { fn, torch, x: input = floats, t: target = floats, options = {} }: LossRow): Case[] {
  const matrix = { x: input([3, 4]), t: target([3, 4]) };
  return casesOf("losses", op, "sums", [
    row("mean", matrix, ({ x, t }) => fn(x, t), `${torch}(x, t)`, options),
    row("sum", matrix, ({ x, t }) => fn(x, t, { reduction: "sum" }), `${torch}(x, t, reduction='sum')`, options),
    row("none", matrix, ({ x, t }) => fn(x, t, { reduction: "none" }), `${torch}(x, t, reduction='none')`, options),
    row("scalars", { x: input([]), t: target([]) }, ({ x, t }) => fn(x, t), `${torch}(x, t)`, options),
  ]);
}

const KINKS = { differences: false, second: false } as const;
const near = { x: given([0, 0.25, -0.5, 2, -3]), t: given([0.125, 0, 0.25, 0.5, 1]) };
const ONLY_X = { grad: ["x"] } as const;

const options = [
  ...casesOf("losses", "smoothL1Loss", "sums", [
    row("both pieces", near, ({ x, t }) => smoothL1Loss(x, t, { reduction: "none" }), "F.smooth_l1_loss(x, t, reduction='none')"),
    row("beta", near, ({ x, t }) => smoothL1Loss(x, t, { beta: 0.375 }), "F.smooth_l1_loss(x, t, beta=0.375)"),
    row("beta of 0", near, ({ x, t }) => smoothL1Loss(x, t, { beta: 0 }), "F.smooth_l1_loss(x, t, beta=0)"),
  ]),
  ...casesOf("losses", "huberLoss", "sums", [
    row("both pieces", near, ({ x, t }) => huberLoss(x, t, { reduction: "none" }), "F.huber_loss(x, t, reduction='none')"),
    row("delta", near, ({ x, t }) => huberLoss(x, t, { delta: 0.375 }), "F.huber_loss(x, t, delta=0.375)"),
  ]),
  ...casesOf("losses", "l1Loss", "sums", [
    row("gradient at 0", { x: given([1, 2]), t: given([1, 3]) }, ({ x, t }) => l1Loss(x, t), "F.l1_loss(x, t)", KINKS),
  ]),
  ...casesOf("losses", "binaryCrossEntropy", "sums", [
    row("weights", { x: probabilities([3, 4]), t: probabilities([3, 4]), w: positive([4]) }, ({ x, t, w }) => binaryCrossEntropy(x, t, { weight: w }), "F.binary_cross_entropy(x, t, weight=w)", ONLY_X),
    row("certain and wrong ends at −100", { x: given([0, 1, 0.5]), t: given([1, 0, 1]) }, ({ x, t }) => binaryCrossEntropy(x, t), "F.binary_cross_entropy(x, t)", { grad: [] }),
  ]),
  ...casesOf("losses", "binaryCrossEntropyWithLogits", "sums", [
    row("weights", { x: floats([3, 4]), t: probabilities([3, 4]), w: positive([3, 1]), p: positive([4]) }, ({ x, t, w, p }) => binaryCrossEntropyWithLogits(x, t, { weight: w, posWeight: p }), "F.binary_cross_entropy_with_logits(x, t, weight=w, pos_weight=p)", ONLY_X),
    row("far out", { x: given([-90, 90, -90, 90]), t: given([0, 1, 1, 0]) }, ({ x, t }) => binaryCrossEntropyWithLogits(x, t, { reduction: "none" }), "F.binary_cross_entropy_with_logits(x, t, reduction='none')", { ...ONLY_X, float16: false }),
  ]),
  ...casesOf("losses", "klDiv", "sums", [
    row("batch mean", { x: floats([3, 4]), t: probabilities([3, 4]) }, ({ x, t }) => klDiv(x, t, { reduction: "batchmean" }), "F.kl_div(x, t, reduction='batchmean')"),
    row("a target of logarithms", { x: floats([3, 4]), t: floats([3, 4]) }, ({ x, t }) => klDiv(x, t, { logTarget: true }), "F.kl_div(x, t, log_target=True)"),
    row("targets of 0", { x: floats([4]), t: given([0, 0.5, 0, 0.5]) }, ({ x, t }) => klDiv(x, t, { reduction: "sum" }), "F.kl_div(x, t, reduction='sum')", ONLY_X),
  ]),
  ...casesOf("losses", "nllLoss", "sums", [
    row("mean", { x: floats([4, 3]), t: givenInts([2, 0, 1, 2]) }, ({ x, t }) => nllLoss(x, t), "F.nll_loss(x, t.long())"),
    row("weights, none", { x: floats([4, 3]), t: givenInts([2, 0, 1, 2]), w: positive([3]) }, ({ x, t, w }) => nllLoss(x, t, { weight: w, reduction: "none" }), "F.nll_loss(x, t.long(), w, reduction='none')", ONLY_X),
    row("weights, mean", { x: floats([4, 3]), t: givenInts([2, 0, 1, 2]), w: positive([3]) }, ({ x, t, w }) => nllLoss(x, t, { weight: w }), "F.nll_loss(x, t.long(), w)", ONLY_X),
    row("ignored targets", { x: floats([4, 3]), t: givenInts([2, -100, 1, -100]) }, ({ x, t }) => nllLoss(x, t), "F.nll_loss(x, t.long())"),
    row("planes", { x: floats([2, 3, 2]), t: ints([2, 2], 0, 3) }, ({ x, t }) => nllLoss(x, t, { reduction: "sum" }), "F.nll_loss(x, t.long(), reduction='sum')"),
    row("one sample", { x: floats([3]), t: givenInts([1], []) }, ({ x, t }) => nllLoss(x, t), "F.nll_loss(x, t.long())"),
  ]),
  ...casesOf("losses", "crossEntropy", "sums", [
    row("mean", { x: floats([4, 3]), t: givenInts([2, 0, 1, 2]) }, ({ x, t }) => crossEntropy(x, t), "F.cross_entropy(x, t.long())"),
    row("sum", { x: floats([4, 3]), t: givenInts([2, 0, 1, 2]) }, ({ x, t }) => crossEntropy(x, t, { reduction: "sum" }), "F.cross_entropy(x, t.long(), reduction='sum')"),
    row("none", { x: floats([4, 3]), t: givenInts([2, 0, 1, 2]) }, ({ x, t }) => crossEntropy(x, t, { reduction: "none" }), "F.cross_entropy(x, t.long(), reduction='none')"),
    row("weights", { x: floats([4, 3]), t: givenInts([2, 0, 1, 2]), w: positive([3]) }, ({ x, t, w }) => crossEntropy(x, t, { weight: w }), "F.cross_entropy(x, t.long(), w)", ONLY_X),
    row("label smoothing", { x: floats([4, 3]), t: givenInts([2, 0, 1, 2]) }, ({ x, t }) => crossEntropy(x, t, { labelSmoothing: 0.25 }), "F.cross_entropy(x, t.long(), label_smoothing=0.25)"),
    row("weights and label smoothing", { x: floats([4, 3]), t: givenInts([2, 0, 1, 2]), w: positive([3]) }, ({ x, t, w }) => crossEntropy(x, t, { weight: w, labelSmoothing: 0.25 }), "F.cross_entropy(x, t.long(), w, label_smoothing=0.25)", ONLY_X),
    row("ignored targets", { x: floats([4, 3]), t: givenInts([2, -100, 1, -100]) }, ({ x, t }) => crossEntropy(x, t), "F.cross_entropy(x, t.long())"),
    row("an ignored class, weights and label smoothing", { x: floats([4, 3]), t: givenInts([2, 1, 1, 0]), w: positive([3]) }, ({ x, t, w }) => crossEntropy(x, t, { weight: w, labelSmoothing: 0.25, ignoreIndex: 1 }), "F.cross_entropy(x, t.long(), w, ignore_index=1, label_smoothing=0.25)", ONLY_X),
    row("everything ignored is NaN", { x: floats([2, 3]), t: givenInts([-100, -100]) }, ({ x, t }) => crossEntropy(x, t), "F.cross_entropy(x, t.long())", { grad: [] }),
    row("planes", { x: floats([2, 3, 2, 2]), t: ints([2, 2, 2], 0, 3) }, ({ x, t }) => crossEntropy(x, t), "F.cross_entropy(x, t.long())"),
    row("planes, none", { x: floats([2, 3, 4]), t: ints([2, 4], 0, 3) }, ({ x, t }) => crossEntropy(x, t, { reduction: "none" }), "F.cross_entropy(x, t.long(), reduction='none')"),
    row("one sample", { x: floats([3]), t: givenInts([1], []) }, ({ x, t }) => crossEntropy(x, t), "F.cross_entropy(x, t.long())"),
    row("no samples", { x: floats([0, 3]), t: givenInts([], [0]) }, ({ x, t }) => crossEntropy(x, t, { reduction: "sum" }), "F.cross_entropy(x, t.long(), reduction='sum')"),
    row("bytes as classes", { x: floats([4, 3]), t: ints([4], 0, 3, "uint8") }, ({ x, t }) => crossEntropy(x, t), "F.cross_entropy(x, t.long())"),
    row("probabilities", { x: floats([4, 3]), t: floats([4, 3]) }, ({ x, t }) => scope(() => crossEntropy(x, softmax(t, { dim: 1 }))), "F.cross_entropy(x, torch.softmax(t, 1))"),
    row("probabilities, weights, label smoothing", { x: floats([2, 3, 2]), t: probabilities([2, 3, 2]), w: positive([3]) }, ({ x, t, w }) => crossEntropy(x, t, { weight: w, labelSmoothing: 0.25 }), "F.cross_entropy(x, t, w, label_smoothing=0.25)", { grad: ["x", "t"] }),
    row("large logits", { x: given([1000, 0, -1000, 0, 1000, 500], [2, 3]), t: givenInts([0, 2]) }, ({ x, t }) => crossEntropy(x, t, { reduction: "none" }), "F.cross_entropy(x, t.long(), reduction='none')", { float16: false }),
    large("many classes", { x: floats([7, 10007]), t: ints([7], 0, 10007) }, ({ x, t }) => crossEntropy(x, t)),
    large("many rows", { x: floats([7001, 10]), t: ints([7001], 0, 10) }, ({ x, t }) => crossEntropy(x, t)),
  ]),
]; // oxfmt-ignore

export const lossesTable: readonly Case[] = [
  ...(Object.keys(table) as OpName[]).flatMap((op) => lossCases(op, table[op]!)),
  ...options,
];

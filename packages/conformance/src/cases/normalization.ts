import { batchNorm, groupNorm, instanceNorm, layerNorm, rmsNorm, type Tensor } from "@nn/core";
import { casesOf, large, row, type Case, type OpName, type Row } from "../case";
import { floats, positive } from "../inputs";

const deep = (op: OpName, ...rows: Row[]): Case[] => casesOf("normalization", op, "deep", rows);

/** Running statistics after a step of training, which updates them in place. */
function trained(x: Tensor, runningMean: Tensor, runningVar: Tensor, momentum?: number): Tensor[] {
  const [mean, variance] = [runningMean.detach().clone(), runningVar.detach().clone()];
  const y = batchNorm(x, { runningMean: mean, runningVar: variance, training: true, momentum });
  return [y, mean, variance];
}

export const normalizationTable: readonly Case[] = [
  ...deep("layerNorm",
    row("last dimension", { x: floats([3, 5]), w: floats([5]), b: floats([5]) }, ({ x, w, b }) => layerNorm(x, { normalizedShape: 5, weight: w, bias: b }), "F.layer_norm(x, (5,), w, b)"),
    row("without weight and bias", { x: floats([3, 5]) }, ({ x }) => layerNorm(x, { normalizedShape: [5] }), "F.layer_norm(x, (5,))"),
    row("weight only", { x: floats([3, 5]), w: floats([5]) }, ({ x, w }) => layerNorm(x, { normalizedShape: 5, weight: w }), "F.layer_norm(x, (5,), w)"),
    row("two dimensions, other eps", { x: floats([2, 3, 4]), w: floats([3, 4]), b: floats([3, 4]) }, ({ x, w, b }) => layerNorm(x, { normalizedShape: [3, 4], weight: w, bias: b, eps: 0.125 }), "F.layer_norm(x, (3, 4), w, b, eps=0.125)"),
    row("a vector", { x: floats([7]) }, ({ x }) => layerNorm(x, { normalizedShape: 7 }), "F.layer_norm(x, (7,))"),
    row("far from 0", { x: floats([2, 6], { low: 100, high: 102 }) }, ({ x }) => layerNorm(x, { normalizedShape: 6 }), "F.layer_norm(x, (6,))", { float16: false }),
    row("no rows", { x: floats([0, 5]), w: floats([5]), b: floats([5]) }, ({ x, w, b }) => layerNorm(x, { normalizedShape: 5, weight: w, bias: b }), "F.layer_norm(x, (5,), w, b)"),
    large("long rows", { x: floats([3, 5003]) }, ({ x }) => layerNorm(x, { normalizedShape: 5003 })),
    large("many rows", { x: floats([263, 67]), w: floats([67]), b: floats([67]) }, ({ x, w, b }) => layerNorm(x, { normalizedShape: 67, weight: w, bias: b })),
  ),
  ...deep("rmsNorm",
    row("with a weight", { x: floats([3, 5]), w: floats([5]) }, ({ x, w }) => rmsNorm(x, { normalizedShape: 5, weight: w, eps: 1e-5 }), "rms_norm(x, 1, w, eps=1e-5)"),
    row("without a weight", { x: floats([3, 5]) }, ({ x }) => rmsNorm(x, { normalizedShape: 5, eps: 1e-5 }), "rms_norm(x, 1, eps=1e-5)"),
    row("two dimensions", { x: floats([2, 3, 4]), w: floats([3, 4]) }, ({ x, w }) => rmsNorm(x, { normalizedShape: [3, 4], weight: w, eps: 0.125 }), "rms_norm(x, 2, w, eps=0.125)"),
    row("the smallest eps", { x: floats([2, 6]) }, ({ x }) => rmsNorm(x, { normalizedShape: 6 }), "rms_norm(x, 1, eps=0)"),
    large("many rows", { x: floats([263, 67]), w: floats([67]) }, ({ x, w }) => rmsNorm(x, { normalizedShape: 67, weight: w, eps: 1e-5 })),
  ),
  ...deep("groupNorm",
    row("two groups", { x: floats([2, 4, 3]), w: floats([4]), b: floats([4]) }, ({ x, w, b }) => groupNorm(x, { numGroups: 2, weight: w, bias: b }), "F.group_norm(x, 2, w, b)"),
    row("one group of planes", { x: floats([2, 3, 2, 3]), w: floats([3]), b: floats([3]) }, ({ x, w, b }) => groupNorm(x, { numGroups: 1, weight: w, bias: b, eps: 0.125 }), "F.group_norm(x, 1, w, b, eps=0.125)"),
    row("without weight and bias", { x: floats([2, 4, 3]) }, ({ x }) => groupNorm(x, { numGroups: 2 }), "F.group_norm(x, 2)"),
    row("no batch elements", { x: floats([0, 4, 3]) }, ({ x }) => groupNorm(x, { numGroups: 2 }), "F.group_norm(x, 2)"),
    row("features only", { x: floats([3, 6]), w: floats([6]), b: floats([6]) }, ({ x, w, b }) => groupNorm(x, { numGroups: 2, weight: w, bias: b }), "F.group_norm(x, 2, w, b)", { tolerance: "deep" }),
    large("many planes", { x: floats([3, 12, 13, 17]), w: floats([12]), b: floats([12]) }, ({ x, w, b }) => groupNorm(x, { numGroups: 4, weight: w, bias: b })),
  ),
  ...deep("instanceNorm",
    row("planes", { x: floats([2, 3, 2, 3]), w: floats([3]), b: floats([3]) }, ({ x, w, b }) => instanceNorm(x, { weight: w, bias: b }), "F.instance_norm(x, weight=w, bias=b)"),
    row("rows without weight and bias", { x: floats([2, 3, 5]) }, ({ x }) => instanceNorm(x), "F.instance_norm(x)"),
  ),
  ...deep("batchNorm",
    row("training", { x: floats([4, 3]), w: floats([3]), b: floats([3]) }, ({ x, w, b }) => batchNorm(x, { weight: w, bias: b, training: true }), "F.batch_norm(x, None, None, w, b, True)"),
    row("training on planes", { x: floats([2, 3, 2, 3]), w: floats([3]), b: floats([3]) }, ({ x, w, b }) => batchNorm(x, { weight: w, bias: b, training: true, eps: 0.125 }), "F.batch_norm(x, None, None, w, b, True, eps=0.125)"),
    row("training without weight and bias", { x: floats([3, 2, 4]) }, ({ x }) => batchNorm(x, { training: true }), "F.batch_norm(x, None, None, training=True)"),
    row("running statistics after training", { x: floats([4, 3]), m: floats([3]), v: positive([3]) }, ({ x, m, v }) => trained(x, m, v), "batch_norm_step(x, m, v, 0.1)", { grad: ["x"], differences: false }),
    row("momentum", { x: floats([2, 3, 4]), m: floats([3]), v: positive([3]) }, ({ x, m, v }) => trained(x, m, v, 0.5), "batch_norm_step(x, m, v, 0.5)", { grad: ["x"], differences: false }),
    row("evaluation", { x: floats([4, 3]), m: floats([3]), v: positive([3]), w: floats([3]), b: floats([3]) }, ({ x, m, v, w, b }) => batchNorm(x, { runningMean: m, runningVar: v, weight: w, bias: b }), "F.batch_norm(x, m, v, w, b)", { grad: ["x", "w", "b"] }),
    row("evaluation on planes, without weight and bias", { x: floats([2, 3, 2, 2]), m: floats([3]), v: positive([3]) }, ({ x, m, v }) => batchNorm(x, { runningMean: m, runningVar: v }), "F.batch_norm(x, m, v)", { grad: ["x"] }),
    row("no batch elements", { x: floats([0, 3]), m: floats([3]), v: positive([3]) }, ({ x, m, v }) => batchNorm(x, { runningMean: m, runningVar: v }), "x * 1", { grad: ["x"] }),
    large("many planes", { x: floats([5, 12, 13, 17]), w: floats([12]), b: floats([12]) }, ({ x, w, b }) => batchNorm(x, { weight: w, bias: b, training: true })),
  ),
]; // oxfmt-ignore

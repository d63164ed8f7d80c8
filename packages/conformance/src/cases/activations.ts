import {
  celu,
  elu,
  gelu,
  glu,
  hardSigmoid,
  hardSwish,
  hardtanh,
  leakyRelu,
  logSigmoid,
  logSoftmax,
  mish,
  prelu,
  relu6,
  selu,
  silu,
  softmax,
  softplus,
  softsign,
  type Tensor,
} from "@nn/core";
import { casesOf, large, row, type Case, type OpName } from "../case";
import { expanded, floats, given, positive, SPECIAL, type FloatRange } from "../inputs";
import type { ToleranceName } from "../tolerances";

interface Activation {
  readonly fn: (x: Tensor) => Tensor;
  readonly torch: string;
  readonly range?: FloatRange;
  readonly tolerance?: ToleranceName;
  /** Where PyTorch's composition gives NaN for infinities and a better one does not, or the other way around. */
  readonly finite?: boolean;
}

const table: Readonly<Partial<Record<OpName, Activation>>> = {
  celu: { fn: celu, torch: "F.celu(x)" },
  elu: { fn: elu, torch: "F.elu(x)" },
  gelu: { fn: gelu, torch: "F.gelu(x)", finite: true },
  hardSigmoid: { fn: hardSigmoid, torch: "F.relu6(x + 3) / 6" },
  hardSwish: { fn: hardSwish, torch: "F.hardswish(x)", tolerance: "sums", finite: true },
  hardtanh: { fn: hardtanh, torch: "F.hardtanh(x)", range: { away: [-1, 1] }, tolerance: "exact" },
  leakyRelu: { fn: leakyRelu, torch: "F.leaky_relu(x)", tolerance: "arithmetic" },
  logSigmoid: { fn: logSigmoid, torch: "F.logsigmoid(x)" },
  mish: { fn: mish, torch: "F.mish(x)", tolerance: "sums", finite: true },
  relu6: { fn: relu6, torch: "F.relu6(x)", range: { low: -2, high: 7.5, away: [0, 6] }, tolerance: "exact" },
  selu: { fn: selu, torch: "F.selu(x)" },
  silu: { fn: silu, torch: "F.silu(x)", finite: true },
  softplus: { fn: softplus, torch: "F.softplus(x)" },
  softsign: { fn: softsign, torch: "F.softsign(x)" },
}; // oxfmt-ignore

const FINITE = SPECIAL.filter((x) => Math.abs(x) !== Infinity);

function activationCases(op: OpName, { fn, torch, range, tolerance = "function", finite = false }: Activation): Case[] {
  return casesOf("activations", op, tolerance, [
    row("matrix", { x: floats([3, 5], range) }, ({ x }) => fn(x), torch),
    row("scalar", { x: floats([], range) }, ({ x }) => fn(x), torch),
    row("empty", { x: floats([0, 3], range) }, ({ x }) => fn(x), torch),
    row("NaN and zeros", { x: given(finite ? FINITE : SPECIAL) }, ({ x }) => fn(x), torch, {
      grad: [],
      float16: false,
    }),
    row("far out", { x: given([-90, -40, 40, 90]) }, ({ x }) => fn(x), torch, { float16: false }),
  ]);
}

const options = [
  ...casesOf("activations", "celu", "function", [
    row("alpha", { x: floats([7]) }, ({ x }) => celu(x, { alpha: 0.5 }), "F.celu(x, 0.5)"),
  ]),
  ...casesOf("activations", "elu", "function", [
    row("alpha", { x: floats([7]) }, ({ x }) => elu(x, { alpha: 0.5 }), "F.elu(x, 0.5)"),
  ]),
  ...casesOf("activations", "gelu", "sums", [
    row("approximate by tanh", { x: floats([3, 5]) }, ({ x }) => gelu(x, { approximate: "tanh" }), "F.gelu(x, approximate='tanh')"),
    large("more than a grid of workgroups", { x: floats([131, 67]) }, ({ x }) => gelu(x)),
  ]),
  ...casesOf("activations", "hardtanh", "exact", [
    row("limits", { x: floats([7], { away: [-0.5, 1.5] }) }, ({ x }) => hardtanh(x, { minVal: -0.5, maxVal: 1.5 }), "F.hardtanh(x, -0.5, 1.5)"),
  ]),
  ...casesOf("activations", "leakyRelu", "arithmetic", [
    row("slope", { x: floats([7]) }, ({ x }) => leakyRelu(x, { negativeSlope: 0.25 }), "F.leaky_relu(x, 0.25)"),
  ]),
  ...casesOf("activations", "softplus", "function", [
    row("beta and threshold", { x: floats([7], { away: [1] }) }, ({ x }) => softplus(x, { beta: 2, threshold: 2 }), "F.softplus(x, 2, 2)"),
  ]),
  ...casesOf("activations", "prelu", "arithmetic", [
    row("one weight", { x: floats([2, 3, 4]), w: positive([1]) }, ({ x, w }) => prelu(x, w), "F.prelu(x, w)"),
    row("a weight per channel", { x: floats([2, 3, 4]), w: positive([3]) }, ({ x, w }) => prelu(x, w), "F.prelu(x, w)"),
    row("vectors of features", { x: floats([4, 3]), w: positive([3]) }, ({ x, w }) => prelu(x, w), "F.prelu(x, w)"),
  ]),
  ...casesOf("activations", "glu", "function", [
    row("last dimension", { x: floats([3, 4]) }, ({ x }) => glu(x), "F.glu(x)"),
    row("first dimension", { x: floats([4, 3]) }, ({ x }) => glu(x, { dim: 0 }), "F.glu(x, 0)"),
  ]),
]; // oxfmt-ignore

const normalizing = ([
  ["softmax", softmax, "torch.softmax"],
  ["logSoftmax", logSoftmax, "torch.log_softmax"],
] as const).flatMap(([op, fn, torch]) =>
  casesOf("activations", op, "sums", [
    row("last dimension", { x: floats([3, 5]) }, ({ x }) => fn(x, { dim: -1 }), `${torch}(x, -1)`),
    row("first dimension", { x: floats([5, 3]) }, ({ x }) => fn(x, { dim: 0 }), `${torch}(x, 0)`),
    row("middle dimension", { x: floats([2, 4, 3]) }, ({ x }) => fn(x, { dim: 1 }), `${torch}(x, 1)`),
    row("an odd number in a row", { x: floats([2, 37]) }, ({ x }) => fn(x, { dim: 1 }), `${torch}(x, 1)`),
    row("one element", { x: floats([3, 1]) }, ({ x }) => fn(x, { dim: 1 }), `${torch}(x, 1)`),
    row("scalar", { x: floats([]) }, ({ x }) => fn(x, { dim: 0 }), `${torch}(x, 0)`),
    row("empty", { x: floats([0, 3]) }, ({ x }) => fn(x, { dim: 1 }), `${torch}(x, 1)`),
    row("an expanded view", { x: expanded(floats([1, 4]), [3, 4]) }, ({ x }) => fn(x, { dim: 1 }), `${torch}(x, 1)`),
    row("large numbers", { x: given([1000, 1001, 999, -1000, -1001, -999], [2, 3]) }, ({ x }) => fn(x, { dim: 1 }), `${torch}(x, 1)`, { float16: false }),
    row("−∞, ∞ and NaN", { x: given([-Infinity, 0, 1, NaN, 0, 1, Infinity, 0, 1, -Infinity, -Infinity, -Infinity], [4, 3]) }, ({ x }) => fn(x, { dim: 1 }), `${torch}(x, 1)`, { grad: [] }),
    large("long rows", { x: floats([3, 5003]) }, ({ x }) => fn(x, { dim: 1 })),
    large("many columns", { x: floats([5, 3001]) }, ({ x }) => fn(x, { dim: 0 })),
  ]),
); // oxfmt-ignore

export const activationsTable: readonly Case[] = [
  ...(Object.keys(table) as OpName[]).flatMap((op) => activationCases(op, table[op]!)),
  ...options,
  ...normalizing,
];

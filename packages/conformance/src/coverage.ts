import type { Case } from "./case";

/** Functions that core exports and that are no ops: why they have no case. */
const NOT_OPS: Readonly<Record<string, string>> = {
  hostArray: "host memory",
  isFloat: "a question about a dtype",
  rowMajorStrides: "shape arithmetic",
  sizeOf: "shape arithmetic",
  setBackend: "which backend is used",
  getBackend: "which backend is used",
  withBackend: "which backend is used",
  firstAvailable: "which backend is used",
  memoryStats: "memory: behaviour/lifetimes.ts",
  leakReport: "memory: behaviour/lifetimes.ts",
  keep: "memory: behaviour/lifetimes.ts",
  scope: "memory: behaviour/lifetimes.ts",
  grad: "a transform: behaviour/transforms.ts, and every second gradient",
  valueAndGrad: "a transform: behaviour/transforms.ts",
  vjp: "a transform: behaviour/transforms.ts",
  jvp: "a transform: behaviour/transforms.ts",
  jacobian: "a transform: behaviour/transforms.ts",
  hessian: "a transform: behaviour/transforms.ts",
  checkpoint: "a transform: behaviour/transforms.ts",
  customGrad: "a transform: behaviour/transforms.ts",
  detectAnomaly: "a transform: behaviour/transforms.ts",
  noGrad: "a transform: behaviour/transforms.ts",
  enableGrad: "a transform: behaviour/transforms.ts",
  isGradEnabled: "a transform: behaviour/transforms.ts",
  variance: "another name of var",
};

const CREATES = "makes tensors from no tensors, or from shapes alone";
const TRUTH = "gives truth values";
const POSITIONS = "gives positions";
const RANDOM = "gives random numbers";
const UPDATES = "updates in place, outside the graph";

/** Ops without gradients: why. */
const NOT_DIFFERENTIABLE: Readonly<Record<string, string>> = {
  tensor: CREATES,
  zeros: CREATES,
  ones: CREATES,
  full: CREATES,
  empty: CREATES,
  zerosLike: CREATES,
  onesLike: CREATES,
  fullLike: CREATES,
  eye: CREATES,
  arange: CREATES,
  linspace: CREATES,
  oneHot: CREATES,
  eq: TRUTH,
  ne: TRUTH,
  lt: TRUTH,
  le: TRUTH,
  gt: TRUTH,
  ge: TRUTH,
  logicalAnd: TRUTH,
  logicalOr: TRUTH,
  logicalNot: TRUTH,
  isNaN: TRUTH,
  isInf: TRUTH,
  isFinite: TRUTH,
  any: TRUTH,
  all: TRUTH,
  countNonzero: "counts",
  argmax: POSITIONS,
  argmin: POSITIONS,
  argsort: POSITIONS,
  nonzero: POSITIONS,
  rand: RANDOM,
  randn: RANDOM,
  randint: RANDOM,
  randperm: RANDOM,
  bernoulli: RANDOM,
  multinomial: RANDOM,
  truncatedNormal: RANDOM,
  defaultGenerator: RANDOM,
  manualSeed: RANDOM,
  sgdStep: UPDATES,
  adamStep: UPDATES,
};

/** Differentiable ops that finite differences say nothing about: why. */
const NO_DIFFERENCES: Readonly<Record<string, string>> = {
  cast: "rounds in steps larger than those of the differences",
};

/** What the tables miss of core's exports, in words. */
export function coverageGaps(exports: Readonly<Record<string, unknown>>, cases: readonly Case[]): string[] {
  const gaps: string[] = [];
  const ops = Object.keys(exports).filter((name) => isFunction(exports[name]) && !(name in NOT_OPS));
  for (const op of ops) {
    const rows = cases.filter((c) => c.op === op);
    if (rows.length === 0) gaps.push(`${op} has no case: add a row to packages/conformance/src/cases`);
    else if (!(op in NOT_DIFFERENTIABLE)) gaps.push(...gradientGaps(op, rows));
    else if (rows.some((c) => c.grad.length > 0))
      gaps.push(`${op} has gradient cases but counts as not differentiable`);
  }
  for (const name of [...Object.keys(NOT_OPS), ...Object.keys(NOT_DIFFERENTIABLE)]) {
    if (!(name in exports)) gaps.push(`${name} is listed in coverage.ts but core does not export it`);
  }
  return gaps;
}

function gradientGaps(op: string, rows: readonly Case[]): string[] {
  const checked = rows.filter((c) => c.grad.length > 0 && c.torch !== undefined);
  if (checked.length === 0) return [`${op} has no case with a gradient`];
  const gaps: string[] = [];
  if (!checked.some((c) => c.second)) gaps.push(`${op} has no case with a second gradient`);
  if (!(op in NO_DIFFERENCES) && !checked.some((c) => c.differences)) gaps.push(`${op} has no case with differences`);
  return gaps;
}

function isFunction(value: unknown): boolean {
  // The prototype of a class cannot be replaced.
  return typeof value === "function" && Object.getOwnPropertyDescriptor(value, "prototype")?.writable !== false;
}

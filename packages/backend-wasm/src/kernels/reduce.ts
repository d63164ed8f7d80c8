import {
  type DType,
  ITEM_SIZE,
  isFloat,
  type Kernel,
  type Primitives,
  type ReduceOp,
  sizeOf,
  type View,
} from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";
import { type Dims, type Reduction, reductionOf } from "../reduction";

// See assembly/reduce/reduce.ts.
const OPS: Readonly<Record<ReduceOp, number>> = { sum: 0, prod: 1, max: 2, min: 3 };
const RUNS = 0;
const COLUMNS = 4;
const KINDS: Readonly<Partial<Record<DType, number>>> = { float32: 8, float64: 12, int32: 16, uint8: 20, bool: 20 };

/** Elements of a part that threads share. */
const VECTOR_GRAIN = 2 ** 18;
const GRAIN = 2 ** 16;

/** Results that are made together: their sums stay in the cache. */
const MOST_TOGETHER = 1024;

/** Reductions of this many elements to few results go through results of blocks, that threads share. */
const MANY = 2 ** 20;
const FEW_UNITS = 8;
const BLOCKS = 16;

export const reduce =
  (machine: Machine): Kernel<Primitives["reduce"]> =>
  ([x], [y], { op, dims }) => {
    const reduction = reductionOf(x, dims);
    const job: Job = { op, from: x.dtype, to: y.dtype, identity: identityOf(op, y.dtype) };
    const work = workOf(job, reduction);
    const longest = work.elements * work.outputs < MANY || work.units >= FEW_UNITS ? -1 : longestOf(reduction.reduced);
    if (longest >= 0) inBlocks(machine, job, reduction, longest, work.outputs, addressOf(y));
    else run(machine, job, reduction, work, addressOf(y));
  };

/** Column sums of `rows` rows of floats, `width` bytes apart, at `address`. */
export function sumRows(
  machine: Machine,
  address: number,
  rows: number,
  width: number,
  y: View,
  columns: number,
): void {
  const all: Reduction = {
    address,
    kept: { sizes: [columns], steps: [4] },
    reduced: { sizes: [rows], steps: [width] },
  };
  const job: Job = { op: "sum", from: "float32", to: "float32", identity: 0 };
  run(machine, job, all, workOf(job, all), addressOf(y));
}

interface Job {
  readonly op: ReduceOp;
  readonly from: DType;
  readonly to: DType;
  readonly identity: number;
}

interface Work {
  readonly kind: number;
  /** Elements of a result. */
  readonly elements: number;
  readonly outputs: number;
  /** Results in a row, and in a unit. */
  readonly row: number;
  readonly tile: number;
  readonly units: number;
}

function workOf({ op, from }: Job, { kept, reduced }: Reduction): Work {
  const elements = sizeOf(reduced.sizes);
  const outputs = sizeOf(kept.sizes);
  const row = kept.sizes.at(-1) ?? 1;
  let kind = KINDS[from]!;
  if (from === "float32" && op !== "prod") {
    if (reduced.steps.at(-1) === 4) kind = RUNS;
    else if (kept.steps.at(-1) === 4) kind = COLUMNS;
  }
  const together = kind === COLUMNS ? MOST_TOGETHER : Math.min(MOST_TOGETHER, Math.ceil(2 ** 14 / (elements + 1)));
  const tile = Math.min(row, together);
  return { kind, elements, outputs, row, tile, units: (outputs / row) * Math.ceil(row / tile) };
}

function run(machine: Machine, job: Job, { address, kept, reduced }: Reduction, work: Work, y: number): void {
  const plan = [Math.max(0, kept.sizes.length - 1)];
  for (let d = kept.sizes.length - 2; d >= 0; d--) plan.push(kept.sizes[d], kept.steps[d], 0, 0);
  const inner = plan.length * 4;
  plan.push(Math.max(0, reduced.sizes.length - 1));
  for (let d = 0; d < reduced.sizes.length - 1; d++) plan.push(reduced.sizes[d], reduced.steps[d]);
  const { kind, row, tile } = work;
  const grain = kind < KINDS.float32! ? VECTOR_GRAIN : GRAIN;
  const at = machine.writePlan(plan);
  machine.parallel(
    "reduce", work.units, Math.ceil(grain / (tile * work.elements + 1)),
    kind + OPS[job.op], y, ITEM_SIZE[job.to], address, job.identity, row, kept.steps.at(-1) ?? 0, tile,
    reduced.sizes.at(-1) ?? 1, reduced.steps.at(-1) ?? 0, at, at + inner,
  ); // oxfmt-ignore
}

/** The dimension that is cut into blocks, or −1. */
function longestOf({ sizes }: Dims): number {
  const longest = Math.max(...sizes);
  return longest >= 2 * BLOCKS ? sizes.indexOf(longest) : -1;
}

/** The same results for any number of threads: blocks depend on sizes alone. */
function inBlocks(
  machine: Machine,
  job: Job,
  { address, kept, reduced }: Reduction,
  dim: number,
  outputs: number,
  y: number,
): void {
  // oxfmt-ignore
  const size = reduced.sizes[dim];
  const step = reduced.steps[dim];
  // Vectors are whole in blocks.
  const block = Math.ceil(size / BLOCKS / 32) * 32;
  const blocks = Math.floor(size / block);
  const parts = Math.ceil(size / block);
  const bytes = outputs * ITEM_SIZE[job.to];
  const cut = (length: number): Dims => ({ sizes: reduced.sizes.with(dim, length), steps: reduced.steps });
  machine.borrow(parts * bytes, (partial) => {
    const whole: Reduction = {
      address,
      kept: { sizes: [blocks, ...kept.sizes], steps: [block * step, ...kept.steps] },
      reduced: cut(block),
    };
    run(machine, job, whole, workOf(job, whole), partial);
    if (parts > blocks) {
      const rest: Reduction = { address: address + blocks * block * step, kept, reduced: cut(size - blocks * block) };
      run(machine, job, rest, workOf(job, rest), partial + blocks * bytes);
    }
    const join: Job = { ...job, from: job.to };
    const all: Reduction = {
      address: partial,
      kept: { sizes: [outputs], steps: [ITEM_SIZE[job.to]] },
      reduced: { sizes: [parts], steps: [bytes] },
    };
    run(machine, join, all, workOf(join, all), y);
  });
}

/** The result of nothing. */
function identityOf(op: ReduceOp, dtype: DType): number {
  if (op === "sum") return 0;
  if (op === "prod") return 1;
  const lowest = isFloat(dtype) ? -Infinity : dtype === "int32" ? -(2 ** 31) : 0;
  const highest = isFloat(dtype) ? Infinity : dtype === "int32" ? 2 ** 31 - 1 : dtype === "bool" ? 1 : 255;
  return op === "max" ? lowest : highest;
}

import { AnomalyError } from "../errors";
import { isFloat, type TypedArray } from "../dtype";
import { callStack } from "../runtime/call-stack";
import { readData, readDataSync } from "../tensor/read";
import type { Tensor } from "../tensor/tensor";
import { recordStacks, type Node } from "./graph";

/** Values of one op awaiting a look, on backends that cannot be read at once. */
interface Pending {
  readonly op: string;
  readonly stack: string;
  readonly inputs: readonly Promise<TypedArray>[];
  readonly outputs: readonly Promise<TypedArray>[];
}

let active = false;
let pending: Pending[] = [];
let forwardOf: Node | undefined;

export function isAnomalyMode(): boolean {
  return active;
}

/**
 * Runs `fn`, sync or async, and throws an `AnomalyError` that names the first op, forward or backward, that turned
 * finite values into NaN or infinity, or any values into NaN, with the place it was called from. Slow: every result
 * is read.
 */
export async function detectAnomaly<T>(fn: () => T): Promise<Awaited<T>> {
  const before = active;
  active = true;
  recordStacks(true);
  try {
    const result = await fn();
    await settle();
    return result;
  } finally {
    active = before;
    pending = [];
    recordStacks(before);
  }
}

/** Looks at the values an op took and gave, now or when they arrive. */
export function inspect(op: string, inputs: readonly Tensor[], outputs: readonly Tensor[]): void {
  const results = outputs.filter((t) => isFloat(t.dtype));
  if (results.length === 0) return;
  const sources = inputs.filter((t) => isFloat(t.dtype));
  const stack = callSite();
  active = false;
  try {
    if (results[0].backend.readSync) {
      const read = (t: Tensor): TypedArray => readDataSync("detectAnomaly", t);
      judge(op, stack, sources.map(read), results.map(read));
    } else {
      pending.push({ op, stack, inputs: sources.map(readData), outputs: results.map(readData) });
    }
  } finally {
    active = true;
  }
}

async function settle(): Promise<void> {
  for (const { op, stack, inputs, outputs } of pending) {
    judge(op, stack, await Promise.all(inputs), await Promise.all(outputs));
  }
}

function judge(op: string, stack: string, inputs: readonly TypedArray[], outputs: readonly TypedArray[]): void {
  const before = inputs.map(worst);
  const after = outputs.map(worst);
  const madeNaN = after.includes("NaN") && !before.includes("NaN");
  const madeInfinity = after.includes("infinity") && before.every((w) => w === undefined);
  if (!madeNaN && !madeInfinity) return;
  throw new AnomalyError(`${op} gave ${madeNaN ? "NaN" : "infinity"} ${stack}`);
}

function worst(data: TypedArray): "NaN" | "infinity" | undefined {
  let found: "infinity" | undefined;
  for (const value of data) {
    if (value !== value) return "NaN";
    if (value === Infinity || value === -Infinity) found = "infinity";
  }
  return found;
}

/** Marks `node` as the op whose gradient is being computed, while `fn` runs. */
export function withAnomalyStack<T>(node: Node, fn: () => T): T {
  if (!active) return fn();
  const before = forwardOf;
  forwardOf = node;
  try {
    return fn();
  } finally {
    forwardOf = before;
  }
}

function callSite(): string {
  if (forwardOf) return `in the gradient of ${forwardOf.name}, which was called here:\n${forwardOf.stack ?? ""}`;
  return `here:\n${callStack()}`;
}

import { ArgumentError, sizeOf, type View } from "@nn/core";
import { collapse, planWithout } from "./collapse";
import { flatStep } from "./elementwise";
import { addressOf, type Machine } from "./machine/machine";

/** Throws at the first index, in row-major order, outside 0 to `size`. The plan of a walk written before is lost. */
export function checkIndices(machine: Machine, op: string, index: View, size: number): void {
  const step = flatStep(index);
  if (Number.isNaN(step)) {
    checkStrided(machine, op, index, size);
    return;
  }
  const n = sizeOf(index.shape);
  if (n === 0) return;
  const position = machine.exports.firstBadIndex(addressOf(index), step * 4, size, n, machine.writePlan([0]), 1);
  if (position >= 0) fail(machine, op, index, position * step, position, size);
}

/** Repeated indices are looked at once: the first of them has the lowest position. */
function checkStrided(machine: Machine, op: string, index: View, size: number): void {
  const shape = index.shape.map((count, d) => (index.strides[d] === 0 ? Math.min(count, 1) : count));
  const total = sizeOf(shape);
  if (total === 0) return;
  const dims = collapse(shape, index.strides, index.strides);
  const last = dims.sizes.length - 1;
  const n = dims.sizes[last];
  const plan = machine.writePlan(planWithout(dims, last, last, 4, 4));
  let rest = machine.exports.firstBadIndex(addressOf(index), dims.a[last] * 4, size, n, plan, total / n);
  if (rest < 0) return;
  let offset = 0;
  let position = 0;
  for (let d = shape.length - 1, span = 1; d >= 0; span *= index.shape[d--]) {
    offset += (rest % shape[d]) * index.strides[d];
    position += (rest % shape[d]) * span;
    rest = Math.floor(rest / shape[d]);
  }
  fail(machine, op, index, offset, position, size);
}

function fail(machine: Machine, op: string, index: View, offset: number, position: number, size: number): never {
  const bad = machine.words[addressOf(index) / 4 + offset];
  throw new ArgumentError(`${op}: index ${bad} at position ${position} is out of range for size ${size}`);
}

/** `strides` with 0 along `dim`, where an index says how far to go. */
export function stridesWithout(strides: readonly number[], dim: number): number[] {
  const others = strides.slice();
  if (dim < others.length) others[dim] = 0;
  return others;
}

import { ITEM_SIZE, type View } from "@nn/core";
import { addressOf } from "./machine/machine";

/** Sizes of dimensions, outermost first, and the bytes between neighbours in each. */
export interface Dims {
  readonly sizes: number[];
  readonly steps: number[];
}

/** What a reduction goes over: dimensions that stay, in the order of the output, and others in the order of memory. */
export interface Reduction {
  /** Where the first element is. */
  readonly address: number;
  readonly kept: Dims;
  readonly reduced: Dims;
}

/** The fewest dimensions that x has in a reduction over `dims` (ascending). */
export function reductionOf(x: View, dims: readonly number[]): Reduction {
  const { shape, strides } = x;
  const bytes = ITEM_SIZE[x.dtype];
  const kept: Dims = { sizes: [], steps: [] };
  const reduced: Dims = { sizes: [], steps: [] };
  let address = addressOf(x);
  for (let d = 0, next = 0; d < shape.length; d++) {
    const isReduced = dims[next] === d;
    if (isReduced) next++;
    const size = shape[d];
    if (size === 1) continue;
    const step = strides[d] * bytes;
    if (!isReduced) append(kept, size, step);
    else if (step >= 0) insert(reduced, size, step);
    else {
      // Backwards is as good as forwards.
      address += (size - 1) * step;
      insert(reduced, size, -step);
    }
  }
  if (reduced.sizes.length < 2) return { address, kept, reduced };
  const joined: Dims = { sizes: [], steps: [] };
  for (let d = 0; d < reduced.sizes.length; d++) append(joined, reduced.sizes[d], reduced.steps[d]);
  return { address, kept, reduced: joined };
}

/** Joins a dimension to the last one where that advances evenly. */
function append({ sizes, steps }: Dims, size: number, step: number): void {
  const last = sizes.length - 1;
  if (last >= 0 && steps[last] === size * step) {
    sizes[last] *= size;
    steps[last] = step;
  } else {
    sizes.push(size);
    steps.push(step);
  }
}

/** Inserts a dimension before those with smaller steps; repetitions come first. */
function insert({ sizes, steps }: Dims, size: number, step: number): void {
  let at = sizes.length;
  while (at > 0 && step !== 0 ? step > steps[at - 1] && steps[at - 1] !== 0 : at > 0) at--;
  sizes.splice(at, 0, size);
  steps.splice(at, 0, step);
}

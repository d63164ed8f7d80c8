import { type Kernel, type Primitives, sizeOf } from "@nn/core";
import { KINDS } from "../kinds";
import { SCRATCH_BYTES } from "../machine/layout";
import { addressOf, type Machine } from "../machine/machine";

/** Elements from which on threads share the lines. */
const GRAIN = 2 ** 13;

/** Bytes of a thread's scratch that are no room for records: see sorting/radix.ts of the module. */
const RESERVED = 2 ** 14;

export const sort =
  (machine: Machine): Kernel<Primitives["sort"]> =>
  ([x], [values, indices], { dim, descending }) => {
    const n = x.shape[dim] ?? 1;
    const lines = sizeOf(x.shape) / n;
    const bytes = 2 * n * (x.dtype === "float64" ? 16 : 8);
    const places = [
      KINDS[x.dtype],
      addressOf(values),
      addressOf(indices),
      addressOf(x),
      n,
      x.strides[dim] ?? 1,
      Number(descending),
    ] as const;
    if (bytes <= SCRATCH_BYTES - RESERVED) {
      machine.parallel("sort", lines, Math.ceil(GRAIN / n), ...places, 0);
    } else {
      machine.borrow(bytes, (records) => machine.exports.sort(...places, records, 0, lines));
    }
  };

import { ITEM_SIZE, type Kernel, type Primitives, sizeOf } from "@nn/core";
import { collapse, planWithout } from "../collapse";
import { checkIndices, stridesWithout } from "../indices";
import { addressOf, type Machine } from "../machine/machine";

/** Elements from which on threads share the work. */
const GRAIN = 2 ** 16;

export const gather =
  (machine: Machine): Kernel<Primitives["gather"]> =>
  ([x, index], [y], { dim }) => {
    checkIndices(machine, "gather", index, x.shape[dim] ?? 1);
    const item = ITEM_SIZE[x.dtype];
    const dims = collapse(index.shape, index.strides, stridesWithout(x.strides, dim));
    const { sizes, a, b } = dims;
    const n = sizes.length - 1;
    machine.parallel(
      "gather", sizeOf(y.shape), GRAIN,
      item, addressOf(y), addressOf(x), (b[n - 1] ?? 0) * item, (b[n] ?? 0) * item, (x.strides[dim] ?? 0) * item,
      addressOf(index), (a[n - 1] ?? 0) * 4, (a[n] ?? 0) * 4, sizes[n - 1] ?? 1, sizes[n] ?? 1,
      machine.writePlan(planWithout(dims, n, n - 1, 4, item)),
    ); // oxfmt-ignore
  };

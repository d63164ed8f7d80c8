import { ITEM_SIZE, type Kernel, type Primitives, sizeOf } from "@nn/core";
import { collapse, planWithout } from "../collapse";
import { KINDS } from "../kinds";
import { addressOf, type Machine } from "../machine/machine";

/** Elements of windows from which on threads share the planes. */
const GRAIN = 2 ** 17;

export const fold =
  (machine: Machine): Kernel<Primitives["fold"]> =>
  ([x], [y], { sizes, stride, dilation }) => {
    const item = ITEM_SIZE[y.dtype];
    const outer = y.shape.length - sizes.length;
    const inner = y.strides.slice(outer);
    const counts = x.shape.slice(outer, outer + sizes.length);
    const kernel = x.shape.slice(outer + sizes.length);
    const planes = sizeOf(y.shape.slice(0, outer));
    const windows = sizeOf(x.shape.slice(outer));
    if (windows === 0) {
      machine.exports.clear(addressOf(y), 0, sizeOf(y.shape) * item);
      return;
    }
    const dims = collapse(
      counts,
      x.strides.slice(outer, outer + sizes.length),
      inner.map((step, d) => step * stride[d]),
    );
    const n = dims.sizes.length - 1;
    const columns = dims.sizes[n] ?? 1;
    const taps = tapOffsets(kernel, inner, dilation, item);
    machine.borrow(taps.length * 4, (address) => {
      machine.words.set(taps, address / 4);
      machine.parallel(
        "foldPlanes", planes, Math.ceil(GRAIN / windows),
        KINDS[y.dtype], addressOf(y), sizeOf(sizes) * item, addressOf(x), windows * item,
        columns, (dims.b[n] ?? 0) * item, (dims.a[n] ?? 0) * item,
        machine.writePlan(planWithout(dims, n, n, item, item)), sizeOf(counts) / columns,
        address, address + taps.length * 4,
      ); // oxfmt-ignore
    });
  };

/** The bytes from a window's position to each of its elements: in x, where taps are neighbours, and in y. */
function tapOffsets(
  kernel: readonly number[],
  strides: readonly number[],
  dilation: readonly number[],
  item: number,
): number[] {
  const offsets: number[] = [];
  const count = sizeOf(kernel);
  for (let tap = 0; tap < count; tap++) {
    let to = 0;
    for (let d = kernel.length - 1, rest = tap; d >= 0; d--) {
      to += (rest % kernel[d]) * dilation[d] * strides[d];
      rest = Math.floor(rest / kernel[d]);
    }
    offsets.push(tap * item, to * item);
  }
  return offsets;
}

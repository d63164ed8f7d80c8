import { ITEM_SIZE, type Kernel, type Primitives, sizeOf, type View } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";
import { move } from "../move";

type Pad = Primitives["pad"];

/** Bytes from which on threads share the zeros. */
const GRAIN = 2 ** 22;

/** Up to this many bytes the output is filled as a whole before x is copied into it. */
const SMALL = 2 ** 14;

export const pad =
  (machine: Machine): Kernel<Pad> =>
  ([x], [y], attrs) => {
    const { before, interior } = attrs;
    const item = ITEM_SIZE[y.dtype];
    const bytes = sizeOf(y.shape) * item;
    const asWhole = bytes <= SMALL || interior.some((count) => count > 0);
    if (!asWhole) fillAround(machine, x, y, attrs);
    else if (Object.is(attrs.value, 0)) machine.parallel("clear", bytes, GRAIN, addressOf(y));
    else withValue(machine, y, attrs.value, (fill) => fill(y.shape, addressOf(y)));
    const to = before.reduce((address, count, d) => address + count * y.strides[d] * item, addressOf(y));
    const strides = y.strides.map((stride, d) => stride * (interior[d] + 1));
    move(machine, item, x.shape, addressOf(x), x.strides, to, strides);
  };

/** Fills, for each dimension, what lies before and after x: along later dimensions as far as y goes. */
function fillAround(machine: Machine, x: View, y: View, { before, value }: Pad): void {
  withValue(machine, y, value, (fill) => {
    const shape = y.shape.slice();
    let to = addressOf(y);
    for (let d = 0; d < shape.length; d++) {
      const step = y.strides[d] * ITEM_SIZE[y.dtype];
      const end = before[d] + x.shape[d];
      shape[d] = before[d];
      fill(shape, to);
      shape[d] = y.shape[d] - end;
      fill(shape, to + end * step);
      shape[d] = x.shape[d];
      to += before[d] * step;
    }
  });
}

type Fill = (shape: readonly number[], to: number) => void;

/** Gives `run` a function that fills a part of `y` from an address on. */
function withValue(machine: Machine, y: View, value: number, run: (fill: Fill) => void): void {
  const item = ITEM_SIZE[y.dtype];
  const still = y.strides.map(() => 0);
  machine.borrow(item, (address) => {
    machine.elements(y.dtype, address, 1)[0] = value;
    run((shape, to) => move(machine, item, shape, address, still, to, y.strides));
  });
}

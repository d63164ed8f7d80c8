import { ITEM_SIZE, type Kernel, type Primitives } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";
import { move } from "../move";

export const concat =
  (machine: Machine): Kernel<Primitives["concat"]> =>
  (inputs, [y], { dim }) => {
    const item = ITEM_SIZE[y.dtype];
    let to = addressOf(y);
    for (const x of inputs) {
      move(machine, item, x.shape, addressOf(x), x.strides, to, y.strides);
      to += x.shape[dim] * y.strides[dim] * item;
    }
  };

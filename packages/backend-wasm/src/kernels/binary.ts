import { type BinaryOp, ITEM_SIZE, type Kernel, type Primitives, rowMajorStrides, sizeOf, type View } from "@nn/core";
import { DTYPE } from "../dtype";
import type { Machine } from "../machine/machine";
import { runPair } from "../pair";
import { cast as castOn } from "./cast";

/** As assembly/elementwise/binary-op.ts numbers them. */
const OPS: Readonly<Record<BinaryOp, number>> = {
  add: 0, sub: 1, mul: 2, div: 3, maximum: 4, minimum: 5, pow: 6, atan2: 7, remainder: 8, floorDiv: 9,
}; // oxfmt-ignore

/** Elements in 50 µs or more, of what memory limits, of powers of float32, and of what is computed one by one. */
const GRAIN = 2 ** 18;
const POWER_GRAIN = 2 ** 14;
const SCALAR_GRAIN = 2 ** 12;

export const binary = (machine: Machine): Kernel<Primitives["binary"]> => {
  const cast = castOn(machine);

  /** By way of int32, of which the lowest bits are right. */
  const onBytes = (a: View, b: View, y: View, op: BinaryOp): void => {
    const bytes = sizeOf(y.shape) * ITEM_SIZE.int32;
    machine.borrow(3 * bytes, (address) => {
      const [c, d, z] = [0, 1, 2].map((i) => ({
        buffer: { address: address + i * bytes, bytes },
        dtype: "int32" as const,
        shape: y.shape,
        strides: rowMajorStrides(y.shape),
        offset: 0,
      }));
      cast([a], [c], { dtype: "int32" });
      cast([b], [d], { dtype: "int32" });
      run([c, d], [z], { op });
      cast([z], [y], { dtype: "uint8" });
    });
  };

  const run: Kernel<Primitives["binary"]> = ([a, b], [y], { op }) => {
    if (y.dtype === "uint8") {
      onBytes(a, b, y, op);
      return;
    }
    const isPower = op === "pow" && y.dtype === "float32";
    const grain = isPower ? POWER_GRAIN : OPS[op] >= OPS.pow ? SCALAR_GRAIN : GRAIN;
    runPair(machine, "binary", DTYPE[y.dtype] * 16 + OPS[op], grain, y, a, b);
  };
  return run;
};

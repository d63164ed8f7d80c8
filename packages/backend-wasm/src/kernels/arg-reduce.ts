import { type DType, ITEM_SIZE, type Kernel, type Primitives, sizeOf } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";

// See assembly/reduce/arg-reduce.ts.
const KINDS: Readonly<Partial<Record<DType, number>>> = { float32: 0, float64: 2, int32: 4, uint8: 6, bool: 6 };

/** Elements of a part that threads share. */
const GRAIN = 2 ** 16;

export const argReduce =
  (machine: Machine): Kernel<Primitives["argReduce"]> =>
  ([x], [y], { op, dim }) => {
    const { dtype, shape, strides } = x;
    const bytes = ITEM_SIZE[dtype];
    const length = shape[dim] ?? 1;
    const plan = [0];
    for (let d = shape.length - 1; d >= 0; d--) {
      if (d !== dim && shape[d] !== 1) plan.push(shape[d], strides[d] * bytes, 0, 0);
    }
    plan[0] = (plan.length - 1) / 4;
    machine.parallel(
      "argReduce", sizeOf(y.shape), Math.ceil(GRAIN / length),
      KINDS[dtype]! + (op === "min" ? 1 : 0), addressOf(y), addressOf(x), length, (strides[dim] ?? 0) * bytes,
      machine.writePlan(plan),
    ); // oxfmt-ignore
  };

import { ITEM_SIZE, type Kernel, type Primitives, sizeOf } from "@nn/core";
import { flatStep } from "../elementwise";
import { isEven, withEvenRows } from "../even-rows";
import { addressOf, type Machine } from "../machine/machine";

/** Elements in 50 µs or more. */
const GRAIN = 2 ** 17;

export const where =
  (machine: Machine): Kernel<Primitives["where"]> =>
  ([condition, a, b], [y]) => {
    const bytes = ITEM_SIZE[y.dtype];
    const [r, s, t] = [flatStep(condition), flatStep(a), flatStep(b)];
    if (isEven(r) && isEven(s) && isEven(t)) {
      machine.parallel(
        "where", sizeOf(y.shape), GRAIN,
        bytes, addressOf(y), addressOf(condition), -r, addressOf(a), -s, addressOf(b), -t,
      ); // oxfmt-ignore
      return;
    }
    withEvenRows(machine, y.shape, [condition, a, b], ([c, d, e], { size, rows, steps, plan }) => {
      machine.parallel(
        "whereRows", rows, Math.ceil(GRAIN / size),
        bytes, addressOf(y), addressOf(c), -steps[0], addressOf(d), -steps[1], addressOf(e), -steps[2],
        size, machine.writePlan(plan),
      ); // oxfmt-ignore
    });
  };

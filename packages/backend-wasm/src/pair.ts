import { sizeOf, type View } from "@nn/core";
import { flatStep } from "./elementwise";
import { isEven, withEvenRows } from "./even-rows";
import { addressOf, type Machine } from "./machine/machine";

/** Runs an op of two operands over all of `y`: at once where both advance evenly, else row by row. */
export function runPair(
  machine: Machine,
  kernel: "binary" | "compare",
  code: number,
  grain: number,
  y: View,
  a: View,
  b: View,
): void {
  const s = flatStep(a);
  const t = flatStep(b);
  if (isEven(s) && isEven(t)) {
    machine.parallel(kernel, sizeOf(y.shape), grain, code, addressOf(y), addressOf(a), -s, addressOf(b), -t);
    return;
  }
  withEvenRows(machine, y.shape, [a, b], ([c, d], { size, rows, steps, plan }) => {
    machine.parallel(
      kernel === "binary" ? "binaryRows" : "compareRows", rows, Math.ceil(grain / size),
      code, addressOf(y), addressOf(c), -steps[0], addressOf(d), -steps[1], size, machine.writePlan(plan),
    ); // oxfmt-ignore
  });
}

import { ok, problem, skipped, warning, type Check } from "../check";
import { messageOf, number } from "../words";

/** The loss is a finite scalar, and not negative. */
export const lossIsScalar: Check = {
  section: "loss",
  name: "value",
  run({ lossShape, lossValue, lossError, output, outputError, target }) {
    if (outputError !== undefined) return skipped("there is no output");
    if (lossError !== undefined) {
      return problem(
        `it failed: ${messageOf(lossError)}`,
        `it was given ${output ? `an output [${output.shape}]` : "the output"} and a target ${target.dtype} [${target.shape}]`,
      );
    }
    if (lossValue === undefined)
      return problem(`[${lossShape}] is no scalar`, 'reduce it: mean(loss), or { reduction: "mean" }');
    if (!Number.isFinite(lossValue)) {
      return problem(
        `it is ${lossValue}`,
        "see inputs and outputs above; logarithms and roots of 0, exponentials of large numbers",
      );
    }
    if (lossValue >= 0) return ok(number(lossValue));
    return warning(
      `it is negative: ${number(lossValue)}`,
      "most losses are not: nllLoss takes log-probabilities, binaryCrossEntropy targets from 0 to 1; see the sign",
    );
  },
};

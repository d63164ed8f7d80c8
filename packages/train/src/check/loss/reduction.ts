import { cat } from "@nn/core";
import { ok, skipped, warning, type Check } from "../check";
import { measure } from "../measure";
import { number } from "../words";

/** How exactly a sum doubles. */
const ROUNDING = 0.01;

/** The loss of a batch does not grow with its size. */
export const lossReduction: Check = {
  section: "loss",
  name: "reduction",
  needs: "loss",
  async run({ loss, output, target, lossValue }) {
    const isBatched = output && output.ndim > 0 && target.ndim > 0 && output.shape[0] === target.shape[0];
    if (!isBatched || lossValue === 0) return skipped("nothing to compare");
    const [doubled] = await measure(() => loss(cat([output, output]), cat([target, target])));
    const ratio = doubled / lossValue!;
    if (Math.abs(ratio - 1) < ROUNDING) return ok("a mean: the batch's size does not matter");
    if (Math.abs(ratio - 2) >= ROUNDING) return ok(`twice the batch gives ${number(ratio)} times the loss`);
    return warning(
      "a sum: twice the batch gives twice the loss",
      "take the mean, or the right learning rate and clipping change with the batch size",
    );
  },
};

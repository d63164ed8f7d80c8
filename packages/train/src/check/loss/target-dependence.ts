import { flip, Generator, isFloat, randn, roll, sigmoid, type Tensor } from "@nn/core";
import { ok, problem, skipped, type Check } from "../check";
import { lossFunction } from "../loss-traits";
import { measure } from "../measure";

/** Sums in another order differ by less. */
const ROUNDING = 1e-6;

/** Other targets make another loss. */
export const targetDependence: Check = {
  section: "loss",
  name: "uses targets",
  needs: "loss",
  async run({ loss, output, target, labels }) {
    if (!output || !isFloat(output.dtype) || target.ndim === 0) return skipped("nothing to compare");
    const shuffles = [(x: Tensor) => flip(x, [0]), (x: Tensor) => roll(x, 1, { dims: 0 })];
    const { shape, dtype, backend } = output;
    // A model may answer all samples alike; made-up outputs differ. Some losses take probabilities only.
    const logits = (): Tensor => randn(shape, { dtype, backend, generator: new Generator(3) });
    for (const shuffle of shuffles) {
      const moved = await measure(() => shuffle(target));
      if (moved.every((label, i) => label === labels[i])) continue;
      for (const made of [logits, () => sigmoid(logits())]) {
        const right = await lossFunction(loss, target)(made);
        const wrong = await lossFunction((y, t) => loss(y, shuffle(t)), target)(made);
        if (!Number.isFinite(right) || !Number.isFinite(wrong)) continue;
        if (Math.abs(right - wrong) > ROUNDING * Math.abs(right)) return ok("other targets give another loss");
        return problem(
          "it is the same for other targets",
          "see that the loss compares the output with the target, not with the output itself or a constant",
        );
      }
    }
    return skipped("all targets are equal, or the loss does not take made-up outputs");
  },
};

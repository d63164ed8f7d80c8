import { ok, skipped, warning, type Check } from "../check";
import { isWeight } from "../parameter-gradients";
import { number } from "../words";

/** Weights whose gradients differ more than this cannot learn at one rate. */
const RATIO = 1e4;
/** Gradients of this size make any usual step overshoot. */
const LARGE = 1e3;

/** Gradients that neither vanish nor explode from layer to layer. */
export const gradientSizes: Check = {
  section: "gradients",
  name: "sizes",
  needs: "gradients",
  run({ gradients }) {
    const weights = gradients!.filter((gradient) => isWeight(gradient) && gradient.largest! > 0);
    if (weights.length === 0 || !gradients!.every(({ largest = 0 }) => Number.isFinite(largest))) {
      return skipped("no weights with finite gradients");
    }
    const sizes = weights.map(({ largest }) => largest!);
    const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
    const [smallest, largest] = [weights[sizes.indexOf(low)], weights[sizes.indexOf(high)]];
    const found = `from ${number(low)} (${smallest.name}) to ${number(high)} (${largest.name})`;
    if (high > LARGE) {
      return warning(
        `exploding: ${found}`,
        "standardise inputs and targets, start from smaller weights, take the mean in the loss, use clipGradNorm",
      );
    }
    if (high / low <= RATIO) return ok(found);
    const isVanishing = sizes.indexOf(low) < sizes.indexOf(high);
    return warning(
      `${isVanishing ? "vanishing towards the first layers" : "very uneven"}: ${found}`,
      "use ReLU or GELU instead of sigmoid and tanh, norm layers, residual connections, and weights scaled to their fan-in",
    );
  },
};

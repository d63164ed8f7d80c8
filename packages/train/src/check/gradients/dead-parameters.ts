import { ok, problem, type Check } from "../check";
import { gradientsOf, isWeight, type ParameterGradient } from "../parameter-gradients";
import { WAKING_STEPS, wake } from "../wake";
import { list } from "../words";

/** No weight has a gradient that is 0 everywhere, and stays so. */
export const deadParameters: Check = {
  section: "gradients",
  name: "dead",
  needs: "gradients",
  async run(subject) {
    const asleep = deadOf(subject.gradients!);
    if (asleep.length === 0) return ok("no weight's gradient is 0 everywhere");
    await wake(subject);
    const { model, inputs, target, loss } = subject;
    const later = deadOf(await gradientsOf(model, inputs, target, loss));
    const dead = asleep.filter((name) => later.includes(name));
    if (dead.length === 0) return ok(`0 everywhere at first in ${list(asleep)}, not after ${WAKING_STEPS} steps`);
    return problem(
      `the gradient is 0 everywhere in ${list(dead)}`,
      "look for units that are never active (ReLU of negative values only), saturated or multiplied by 0 behind them",
    );
  },
};

function deadOf(gradients: readonly ParameterGradient[]): string[] {
  const weights = gradients.some(isWeight) ? gradients.filter(isWeight) : gradients;
  return weights.filter(({ largest }) => largest === 0).map(({ name }) => name);
}

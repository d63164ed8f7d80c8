import { ok, problem, type Check } from "../check";
import { list, messageOf } from "../words";

/** The loss has gradients, and they are finite. */
export const finiteGradients: Check = {
  section: "gradients",
  name: "finite",
  needs: "loss",
  run({ gradients, gradientError }) {
    if (!gradients) {
      return problem(
        `backward failed: ${messageOf(gradientError)}`,
        "the loss must be computed from the output by ops, without detach, noGrad or a way through the host",
      );
    }
    if (gradients.length === 0) {
      return problem("no parameter requires a gradient", "thaw what is to be trained: parameter.requiresGrad = true");
    }
    const bad = gradients.filter(({ largest }) => largest !== undefined && !Number.isFinite(largest));
    if (bad.length === 0) return ok(`finite in ${gradients.length} parameters`);
    return problem(
      `NaN or infinite in ${bad.length} of ${gradients.length} parameters: ${list(bad.map(({ name }) => name))}`,
      "detectAnomaly tells the op; often a root, logarithm or division at 0, or where() around one of them",
    );
  },
};

import { ok, problem, warning, type Check } from "../check";
import { withoutDim } from "../task";

/** Targets that stand beside the outputs, one for one. */
export const labelShape: Check = {
  section: "labels",
  name: "shape",
  needs: "output",
  run({ output, target, task, lossValue }) {
    const shapes = `targets [${target.shape}] for outputs [${output!.shape}]`;
    if (task.kind !== "other") return ok(shapes);
    const [given, made] = [target.shape, output!.shape];
    if (`${given}` === `${withoutDim(made, 1)}` && made[1] > 1) return ok(`${shapes}, in ${target.dtype}`);
    if (given[0] !== made[0]) {
      return problem(`${shapes}: not as many`, "targets and outputs must hold the same samples, along dimension 0");
    }
    if (`${withoutOnes(given)}` === `${withoutOnes(made)}`) {
      return problem(
        `${shapes}: a loss that broadcasts compares each output with all targets`,
        `give both one shape, for example target.reshape([${made}])`,
      );
    }
    if (lossValue !== undefined && Number.isFinite(lossValue)) return ok(`${shapes}, which the loss takes`);
    return warning(`${shapes} do not fit each other`, "see what shapes the loss expects");
  },
};

function withoutOnes(shape: readonly number[]): number[] {
  return shape.filter((size) => size !== 1);
}

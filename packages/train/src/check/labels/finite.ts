import { isFloat } from "@nn/core";
import { ok, problem, skipped, type Check } from "../check";
import { count } from "../words";

/** No NaN and no infinity among the targets. */
export const finiteLabels: Check = {
  section: "labels",
  name: "finite",
  run({ target, labels }) {
    if (!isFloat(target.dtype)) return skipped("the targets are integers");
    const bad = labels.filter((label) => !Number.isFinite(label)).length;
    if (bad === 0) return ok(`no NaN and no infinity in ${count(labels.length, "value")}`);
    return problem(
      `${bad} of ${count(labels.length, "value")} are NaN or infinite`,
      "leave samples without a target out, and look where the targets are made",
    );
  },
};

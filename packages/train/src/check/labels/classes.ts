import { isFloat } from "@nn/core";
import { ok, problem, skipped, warning, type Check, type Finding } from "../check";
import type { Subject } from "../subject";
import { withoutDim } from "../task";
import { extremes, number } from "../words";

/** What `crossEntropy` leaves out unless told otherwise. */
const IGNORED = -100;

/** Targets of the dtype and in the range that the outputs' classes ask for. */
export const labelClasses: Check = {
  section: "labels",
  name: "classes",
  needs: "output",
  run(subject) {
    const { output, target, labels, task, traits } = subject;
    if (task.kind === "classes") return indices(subject, task.classes);
    const [, classes] = output!.shape;
    if (classes > 1 && `${target.shape}` === `${withoutDim(output!.shape, 1)}` && labels.every(Number.isInteger)) {
      return problem(
        `${target.dtype} targets hold whole numbers beside ${classes} outputs per sample: classes?`,
        'classes must be integers: { dtype: "int32" } where they are made, or target.to("int32")',
      );
    }
    if (task.kind === "values" && traits.takes === "logits" && labels.some((label) => label < 0 || label > 1)) {
      const [low, high] = extremes(labels);
      return problem(
        `targets from ${number(low)} to ${number(high)} for a loss of probabilities`,
        "binary targets are 0 and 1: subtract the lower label, or map -1 to 0",
      );
    }
    if (task.kind === "binary") return ok("zeros and ones");
    if (task.kind === "probabilities") return ok(`shares of ${task.classes} classes that add up to 1`);
    return skipped(isFloat(target.dtype) ? "the targets are values" : "the targets are no classes of the outputs");
  },
};

function indices({ labels, lossError }: Subject, classes: number): Finding {
  const isOutside = (label: number): boolean => label < 0 || label >= classes;
  const outside = labels.filter((label) => isOutside(label) && label !== IGNORED);
  if (outside.length === 0) return ok(`${new Set(labels).size} of ${classes} classes appear`);
  const values = [...new Set(outside)].toSorted((a, b) => a - b).slice(0, 3);
  const found = `${outside.length} of ${labels.length} targets are not from 0 to ${classes - 1}: ${values.join(", ")}`;
  if (lossError === undefined)
    return warning(found, "fine where the loss ignores them (ignoreIndex); else check labels");
  const isFromOne = labels.every((label) => label >= 1 && label <= classes);
  return problem(
    found,
    isFromOne
      ? "classes count from 0: subtract 1"
      : `classes count from 0; give the model an output for each, it has ${classes}`,
  );
}

import { ok, problem, skipped, warning, type Check, type Finding } from "../check";
import { extremes, number, percent } from "../words";

/** Fewer targets are often equal by chance. */
const ENOUGH = 8;
/** A model that always answers the largest class then is right this often, and learns little else. */
const NEARLY_ALL = 0.9;
/** Values of this size are far from a fresh model's outputs, which are about 1. */
const LARGE = 100;

/** Targets that differ, with no class holding nearly all of them; values of about unit size. */
export const labelBalance: Check = {
  section: "labels",
  name: "balance",
  run({ labels, task }) {
    if (!labels.every(Number.isFinite)) return skipped("some targets are not finite");
    if (labels.length < ENOUGH) return skipped(`${labels.length} targets are too few to tell`);
    const different = new Set(labels);
    if (different.size === 1) {
      return problem(
        `all ${labels.length} targets are ${number(labels[0])}`,
        "shuffle the data (sorted by class, a batch holds one only), and see that targets are not overwritten",
      );
    }
    if (task.kind === "classes" || task.kind === "binary") return classBalance(labels, different);
    if (task.kind !== "values") return skipped("the targets are no classes");
    return scale(labels);
  },
};

function classBalance(labels: readonly number[], different: ReadonlySet<number>): Finding {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [[largest, most], [smallest, fewest]] = [...counts].toSorted((a, b) => b[1] - a[1]).filter(isFirstOrLast);
  const share = most / labels.length;
  if (share <= NEARLY_ALL) {
    return ok(
      `${different.size} classes, the largest holds ${percent(share)}, the smallest ${percent(fewest / labels.length)}`,
    );
  }
  return warning(
    `class ${largest} holds ${percent(share)} of the targets (class ${smallest}: ${percent(fewest / labels.length)})`,
    "weight the classes in the loss, or sample rare ones more often; accuracy says little then: use F1Score",
  );
}

function isFirstOrLast(_: unknown, i: number, all: readonly unknown[]): boolean {
  return i === 0 || i === all.length - 1;
}

function scale(labels: readonly number[]): Finding {
  const [low, high] = extremes(labels);
  const size = Math.sqrt(labels.reduce((total, label) => total + label ** 2, 0) / labels.length);
  const found = `values from ${number(low)} to ${number(high)}`;
  if (size <= LARGE) return ok(found);
  return warning(
    `${found}, ${number(size)} in the root mean square`,
    "standardise the targets (subtract their mean, divide by their deviation), and scale predictions back",
  );
}

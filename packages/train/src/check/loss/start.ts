import { ok, skipped, warning, type Check } from "../check";
import { number } from "../words";

/** Fresh weights make a loss a little larger than that of no knowledge; twice is confident, and wrong. */
const TOO_MUCH = 2;
/** Values of some deviations from their mean cost no more than this. */
const TOO_FAR = 100;
/** A loss this far below cannot come from an untrained model. */
const KNOWS = 0.2;

/** Before training, the loss is that of knowing nothing: ln(classes) for cross-entropy. */
export const lossAtStart: Check = {
  section: "loss",
  name: "start",
  needs: "loss",
  run({ lossValue, traits, task }) {
    const { baseline, takes } = traits;
    if (baseline === undefined || !(baseline > 0)) return skipped("unknown what knowing nothing costs with this loss");
    const isLogits = takes === "logits";
    const reference = isLogits ? "outputs of 0 cost" : "answering the targets' mean costs";
    const logarithm = task.kind === "classes" && Math.abs(baseline - Math.log(task.classes)) < 1e-3;
    const found = `${number(lossValue!)}; ${reference} ${number(baseline)}${logarithm ? ` (ln ${task.kind === "classes" ? task.classes : ""})` : ""}`;
    if (lossValue! > (isLogits ? TOO_MUCH : TOO_FAR) * baseline) {
      return warning(
        found,
        isLogits
          ? "the model is sure before it has learnt: standardise inputs, start the last layer from smaller weights"
          : "the targets are far from what a fresh model gives: standardise them",
      );
    }
    if (lossValue! < KNOWS * baseline) return ok(`${found}: trained already, or the input contains the target`);
    return ok(found);
  },
};

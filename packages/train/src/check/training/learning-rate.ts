import { lrRangeTest } from "../../range-test/lr-range-test";
import { ok, skipped, warning, type Check } from "../check";
import { number } from "../words";
import { isLearnt } from "./is-learnt";

/** Between a rate that hardly moves and one that diverges lie about two powers of ten, with the suggestion inside. */
const FAR = 10;

/** The given rate is near the one that a range test suggests, for the given optimizer or Adam. */
export const learningRate: Check = {
  section: "learning rate",
  name: "range test",
  needs: "gradients",
  async run(subject) {
    const { model, batch, loss, options } = subject;
    const { optimizer, signal, lr = optimizer?.groups[0].lr } = options;
    const { suggestion } = await lrRangeTest(model, [batch], { loss, optimizer, signal });
    subject.suggestedLr = suggestion;
    if (suggestion === undefined) {
      if (isLearnt(subject)) return skipped("the loss is near its floor already");
      return warning(
        "the loss does not fall at any rate from 1e-7 to 10",
        "something above or below keeps it from learning",
      );
    }
    const suggested = `about ${number(Number(suggestion.toPrecision(1)))} suits this batch`;
    if (lr === undefined) return ok(suggested);
    const ratio = lr / suggestion;
    if (ratio > FAR)
      return warning(`${suggested}, ${number(lr)} is far above`, "lower it; with a warm-up if it must be high");
    if (ratio < 1 / FAR)
      return warning(`${suggested}, ${number(lr)} is far below`, "raise it, unless the model is fine-tuned");
    return ok(`${suggested}, ${number(lr)} is near`);
  },
};

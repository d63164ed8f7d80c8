import { ok, skipped, type Check } from "../check";
import { differences } from "../replaced";
import { forward } from "../subject";
import { number } from "../words";

/** Tells whether training and evaluation differ. */
export const trainingMode: Check = {
  section: "model",
  name: "modes",
  needs: "output",
  async run(subject) {
    const [training, evaluation] = [forward(subject, subject.inputs, true), forward(subject, subject.inputs, false)];
    if (`${training.shape}` !== `${evaluation.shape}` || training.size === 0) {
      return skipped(`outputs are [${training.shape}] in training, [${evaluation.shape}] in evaluation`);
    }
    const apart = Math.max(...(await differences(training, evaluation, 1)));
    training.dispose();
    evaluation.dispose();
    if (apart === 0) return ok("training and evaluation give the same");
    return ok(`training and evaluation differ by up to ${number(apart)}, as with dropout and batch norm`);
  },
};

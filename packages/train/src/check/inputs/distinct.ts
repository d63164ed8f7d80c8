import { ok, problem, skipped, warning, type Check } from "../check";
import { distances } from "../replaced";

/** Samples that differ from each other. */
export const distinctInputs: Check = {
  section: "inputs",
  name: "distinct",
  async run({ inputs, samples }) {
    const batched = inputs.filter(({ shape, size }) => shape[0] === samples && size > 0);
    if (samples < 2 || batched.length === 0) return skipped("one sample has nothing to differ from");
    const equal: number[] = [];
    for (const input of batched) {
      const differ = (await distances(input, samples)).some((distance) => distance !== 0);
      if (!differ) equal.push(inputs.indexOf(input));
    }
    if (equal.length === 0) return ok(`the ${samples} samples are not all the same`);
    const hint = "see whether one sample was loaded again and again, or a buffer was reused before it was copied";
    if (equal.length === batched.length) return problem(`all ${samples} samples are equal`, hint);
    return warning(`input ${equal.join(", ")} is the same for all ${samples} samples`, hint);
  },
};

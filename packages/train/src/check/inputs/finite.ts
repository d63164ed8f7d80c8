import { isFinite, isFloat, logicalNot, sum, type Tensor } from "@nn/core";
import { ok, problem, skipped, type Check } from "../check";
import { measureAll } from "../measure";
import { count } from "../words";

/** No NaN and no infinity among the inputs. */
export const finiteInputs: Check = {
  section: "inputs",
  name: "finite",
  async run({ inputs }) {
    const floats = inputs.filter(({ dtype }) => isFloat(dtype));
    if (floats.length === 0) return skipped("the inputs are integers");
    const size = floats.reduce((total, input) => total + input.size, 0);
    const bad = await badElements(floats);
    if (bad === 0) return ok(`no NaN and no infinity in ${count(size, "value")}`);
    return problem(
      `${bad} of ${count(size, "value")} are NaN or infinite`,
      "look for missing entries, divisions by 0 (a column whose deviation is 0) and logarithms of 0 where the data is made",
    );
  },
};

/** How many elements are NaN or infinite. */
export async function badElements(tensors: readonly Tensor[]): Promise<number> {
  const counts = await measureAll(() => tensors.map((tensor) => sum(logicalNot(isFinite(tensor)))));
  return counts.reduce((a, b) => a + b, 0);
}

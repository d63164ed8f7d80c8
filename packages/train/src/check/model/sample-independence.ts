import { ok, problem, skipped, type Check } from "../check";
import { differences, distances, largestOf, withFirstReplaced } from "../replaced";
import { forward } from "../subject";
import { number } from "../words";

/** Of the largest output: what sums in another order may differ by. */
const ROUNDING = 1e-4;

/** In evaluation, the output for a sample depends on that sample alone. */
export const sampleIndependence: Check = {
  section: "model",
  name: "neighbours",
  needs: "output",
  async run(subject) {
    const { inputs, samples, output } = subject;
    if (samples < 2 || (output!.shape[0] ?? 1) % samples !== 0)
      return skipped("it takes two samples and their outputs");
    const other = await mostDistant(inputs, samples);
    if (other === undefined) return skipped("all samples are equal");
    const changed = inputs.map((x) => (x.shape[0] === samples ? withFirstReplaced(x, other) : x.detach()));
    const [before, after] = [forward(subject, inputs, false), forward(subject, changed, false)];
    const moved = await differences(before, after, samples);
    const size = await largestOf(before);
    for (const tensor of [before, after, ...changed]) tensor.dispose();
    const leak = Math.max(...moved.slice(1));
    if (!(leak > ROUNDING * size)) return ok("in evaluation, each output depends on its own sample");
    return problem(
      `changing one sample changes outputs of others, by up to ${number(leak)}`,
      "look for a reshape, transpose, mean or softmax over dimension 0, or a wrong batchFirst",
    );
  },
};

/** The sample that is least like the first. */
async function mostDistant(inputs: Parameters<typeof forward>[1], samples: number): Promise<number | undefined> {
  const total = new Array<number>(samples).fill(0);
  for (const input of inputs) {
    if (input.shape[0] !== samples || input.size === 0) continue;
    (await distances(input, samples)).forEach((distance, i) => (total[i] += distance));
  }
  const largest = Math.max(...total);
  return largest > 0 ? total.indexOf(largest) : undefined;
}

import { ok, problem, skipped, type Check } from "../check";
import { differences, distances, largestOf, withFirstReplaced } from "../replaced";
import { forward, type Subject } from "../subject";
import { wake } from "../wake";

/** Of the largest output: less than this is rounding. */
const ROUNDING = 1e-6;

/** Every input that differs between samples makes a difference to the output. */
export const inputDependence: Check = {
  section: "model",
  name: "uses inputs",
  needs: "output",
  async run(subject) {
    const { inputs, samples, output } = subject;
    if (samples < 2 || output!.shape[0] % samples !== 0) return skipped("it takes two samples and their outputs");
    const others = await otherSamples(subject);
    if (others.size === 0) return skipped("all samples are equal");
    let unused = await withoutEffect(subject, others);
    if (unused.length > 0) {
      await wake(subject);
      unused = await withoutEffect(subject, others);
    }
    if (unused.length === 0) return ok("the output follows the input");
    const hint = "see whether forward uses it, and whether units are dead, saturated or multiplied by 0";
    if (inputs.length === 1) return problem("the output is the same for different samples", hint);
    return problem(`the output does not depend on input ${unused.join(", ")}`, hint);
  },
};

/** By input, the sample that is least like the first; only inputs whose samples differ. */
async function otherSamples({ inputs, samples }: Subject): Promise<Map<number, number>> {
  const others = new Map<number, number>();
  for (const [i, input] of inputs.entries()) {
    if (input.shape[0] !== samples || input.size === 0) continue;
    const far = await distances(input, samples);
    const largest = Math.max(...far);
    if (largest > 0) others.set(i, far.indexOf(largest));
  }
  return others;
}

async function withoutEffect(subject: Subject, others: ReadonlyMap<number, number>): Promise<number[]> {
  const { inputs, samples } = subject;
  const before = forward(subject, inputs, false);
  const size = await largestOf(before);
  const unused: number[] = [];
  for (const [i, other] of others) {
    const changed = withFirstReplaced(inputs[i], other);
    const after = forward(subject, inputs.with(i, changed), false);
    const moved = Math.max(...(await differences(before, after, samples)));
    if (moved <= ROUNDING * size) unused.push(i);
    changed.dispose();
    after.dispose();
  }
  before.dispose();
  return unused;
}

import { all, amax, amin, eq, floor, isFloat, mean, sqrt, square, type Tensor } from "@nn/core";
import { ok, skipped, warning, type Check, type Finding } from "../check";
import { measureAll } from "../measure";
import { number } from "../words";

/** Layers start with weights for inputs of about unit size; at ten times that, units saturate and steps overshoot. */
const LARGE = 10;
/** Far below it, first layers hardly tell samples apart. */
const SMALL = 1e-3;
/** Whole numbers up to 255 in at least as many places as an 8×8 image has look like pixels. */
const PIXEL_PLACES = 64;
const PIXEL_RANGE = [32, 255] as const;

/** Inputs of about unit size. */
export const inputRange: Check = {
  section: "inputs",
  name: "range",
  async run({ inputs }) {
    const floats = inputs.filter(({ dtype, size }) => isFloat(dtype) && size > 0);
    if (floats.length === 0) return skipped("the inputs are integers");
    const findings: Finding[] = [];
    for (const input of floats) findings.push(await rangeOf(input));
    return findings.find(({ verdict }) => verdict === "warning") ?? findings[0];
  },
};

async function rangeOf(input: Tensor): Promise<Finding> {
  const [low, high, size, isWhole] = await measureAll(() => [
    amin(input),
    amax(input),
    sqrt(mean(square(input))),
    all(eq(floor(input), input)),
  ]);
  if (!Number.isFinite(size)) return skipped("some values are not finite");
  const places = input.size / (input.shape[0] ?? 1);
  const found = `from ${number(low)} to ${number(high)}`;
  const [darkest, brightest] = PIXEL_RANGE;
  if (isWhole && low >= 0 && high >= darkest && high <= brightest && places >= PIXEL_PLACES) {
    return warning(
      `whole numbers ${found}: raw pixels?`,
      "divide them by 255, or better subtract the mean of the training images and divide by their deviation",
    );
  }
  if (size > LARGE) return warning(`${found}, ${number(size)} in the root mean square`, STANDARDISE);
  if (size > 0 && Math.max(-low, high) < SMALL) return warning(`${found}: close to nothing`, STANDARDISE);
  return ok(found);
}

const STANDARDISE = "standardise: subtract each column's mean over the training data and divide by its deviation";

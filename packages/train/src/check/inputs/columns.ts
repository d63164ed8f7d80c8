import { amax, amin, isFloat, stack, std, sub, type Tensor } from "@nn/core";
import { ok, skipped, warning, type Check, type Finding } from "../check";
import { measure } from "../measure";
import { list, number, percent } from "../words";

/** Fewer samples are often equal somewhere by chance. */
const ENOUGH_SAMPLES = 8;
/** A share of constant columns that borders of images reach, too. */
const MANY_CONSTANT = 0.5;
/** A column this many times as spread out as the usual one drowns the others. */
const SPREAD_RATIO = 100;

/** Columns (or pixels) that vary, on similar scales. */
export const inputColumns: Check = {
  section: "inputs",
  name: "columns",
  async run({ inputs, samples }) {
    const floats = inputs.filter(({ dtype, shape, size }) => isFloat(dtype) && shape[0] === samples && size > samples);
    if (floats.length === 0) return skipped("no inputs with columns of numbers");
    if (samples < ENOUGH_SAMPLES) return skipped(`${samples} samples are too few to tell`);
    const findings: Finding[] = [];
    for (const input of floats) findings.push(await columnsOf(input));
    return findings.find(({ verdict }) => verdict === "warning") ?? findings[0];
  },
};

async function columnsOf(input: Tensor): Promise<Finding> {
  const measured = await measure(() =>
    stack([sub(amax(input, { dim: 0 }), amin(input, { dim: 0 })), std(input, { dim: 0 })]),
  );
  const columns = measured.length / 2;
  const ranges = measured.slice(0, columns);
  const spreads = measured.slice(columns);
  const constant = ranges.filter((range) => range === 0).length;
  if (constant === columns) return skipped("all samples are equal");
  const found = `${constant} of ${columns} are the same in all samples`;
  if (constant / columns > MANY_CONSTANT) {
    return warning(
      `${found} (${percent(constant / columns)})`,
      "see whether the data was cut, scaled to 0 or filled with one value; constant columns can go",
    );
  }
  const moving = spreads.filter((spread) => spread > 0).toSorted((a, b) => a - b);
  const usual = moving[Math.floor((moving.length - 1) / 2)];
  const wild = spreads.flatMap((spread, i) => (spread > SPREAD_RATIO * usual ? [`${i}`] : []));
  if (wild.length === 0) return ok(found);
  return warning(
    `column ${list(wild)} varies ${number(moving[moving.length - 1] / usual)} times as much as others`,
    "standardise each column: subtract its mean over the training data and divide by its deviation",
  );
}

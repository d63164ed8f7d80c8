import type { Outputs } from "../work";

/**
 * The largest difference of any value from its reference, as a share of the largest absolute value in that reference;
 * infinite where names or lengths differ or a value is not a number.
 */
export function difference(actual: Outputs, expected: Outputs): number {
  let worst = 0;
  for (const [name, reference] of Object.entries(expected)) {
    const values = actual[name];
    if (values?.length !== reference.length) return Infinity;
    let largest = 0;
    let error = 0;
    for (let i = 0; i < reference.length; i++) {
      largest = Math.max(largest, Math.abs(reference[i]));
      error = Math.max(error, Math.abs(values[i] - reference[i]));
    }
    if (Number.isNaN(error)) return Infinity;
    if (error > 0) worst = Math.max(worst, error / largest);
  }
  return worst;
}

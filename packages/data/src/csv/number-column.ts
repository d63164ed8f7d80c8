import { ArgumentError } from "@nn/core";
import type { Column } from "./column";
import { CsvError } from "./error";
import type { MissingPolicy } from "./options";

/** Decimal notation. No text can be read in two ways, so that the time is linear. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A column of numbers, as float32. */
export function numberColumn(name: string, policy: MissingPolicy): Column {
  const values: number[] = [];
  const gaps: number[] = [];
  let fill: number | undefined;
  if (typeof policy === "object") {
    if (typeof policy.fill !== "number" || !Number.isFinite(Math.fround(policy.fill))) {
      throw new ArgumentError(
        `parseCsv: onMissing fills column ${JSON.stringify(name)} with ${JSON.stringify(policy.fill)}, expected a finite number`,
      );
    }
    fill = policy.fill;
  }
  return {
    add(text) {
      const value = NUMBER.test(text) ? Number(text) : NaN;
      if (Number.isFinite(Math.fround(value))) values.push(value);
      else if (Number.isNaN(value)) throw new CsvError(`expected a number, got ${shorten(text)}`);
      else throw new CsvError(`${shorten(text)} is too large for a float32`);
    },
    addMissing() {
      gaps.push(values.length);
      values.push(0);
    },
    finish() {
      if (policy === "mean") {
        if (gaps.length === values.length) {
          throw new CsvError(`column ${JSON.stringify(name)} has no values to take the mean of`);
        }
        // Gaps hold 0.
        fill = values.reduce((sum, value) => sum + value, 0) / (values.length - gaps.length);
      }
      for (const row of gaps) values[row] = fill as number;
      return { data: Float32Array.from(values), fill };
    },
  };
}

/** The text in quotes, cut when it is long. */
export function shorten(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

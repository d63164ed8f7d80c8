import { ArgumentError } from "@nn/core";
import type { Column } from "./column";
import { CsvError } from "./error";
import { shorten } from "./number-column";
import type { MissingPolicy } from "./options";

/**
 * A column of categories, as indices. Without a list of them they are numbered in the order of the first row that has
 * each; with one, others are an error.
 */
export function categoryColumn(name: string, policy: MissingPolicy, known: readonly string[] | undefined): Column {
  const column = JSON.stringify(name);
  const indices = new Map<string, number>((known ?? []).map((category, i) => [category, i]));
  if (known !== undefined && (known.length === 0 || indices.size !== known.length)) {
    throw new ArgumentError(`parseCsv: categories of column ${column} must be a list of different texts`);
  }
  if (policy === "mean") {
    throw new ArgumentError(`parseCsv: categories have no mean: choose { fill: ... }, "drop" or "error" for ${column}`);
  }
  const values: number[] = [];
  const add = (text: string): void => {
    let index = indices.get(text);
    if (index === undefined) {
      if (known !== undefined) {
        throw new CsvError(`${shorten(text)} is none of the ${known.length} categories of the column`);
      }
      indices.set(text, (index = indices.size));
    }
    values.push(index);
  };
  const fill = typeof policy === "object" ? policy.fill : undefined;
  return {
    add,
    addMissing: () => add(String(fill)),
    finish: () => ({ data: Int32Array.from(values), fill, categories: [...indices.keys()] }),
  };
}

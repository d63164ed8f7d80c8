import { ArgumentError } from "@nn/core";
import { categoryColumn } from "./category-column";
import type { Column } from "./column";
import { CsvTable } from "./csv-table";
import { CsvError } from "./error";
import { numberColumn } from "./number-column";
import type { CsvOptions, MissingPolicy } from "./options";
import { readRows } from "./read-rows";

const MISSING: readonly string[] = ["", "NA", "N/A", "NaN", "nan", "null"];

/** A column of the file that is read. */
interface Field {
  readonly name: string;
  /** Its place in a row of the file. */
  readonly place: number;
  readonly policy: MissingPolicy;
  readonly column: Column;
}

/**
 * Reads a table of numbers and categories from CSV text. Fields may be quoted; spaces around them do not count. Throws
 * a `CsvError` that names line and column for what is malformed, missing or of the wrong kind.
 */
export async function parseCsv(text: string, options: CsvOptions = {}): Promise<CsvTable> {
  const { delimiter = ",", header = true, missing = MISSING } = options;
  if (typeof text !== "string") throw new ArgumentError(`parseCsv: expected a text, got ${typeof text}`);
  if (typeof delimiter !== "string" || delimiter.length !== 1 || '"\r\n\ufeff'.includes(delimiter)) {
    throw new ArgumentError(
      `parseCsv: delimiter must be one character that is no quote or line end, got ${JSON.stringify(delimiter)}`,
    );
  }
  const gaps = new Set(missing);
  let names: readonly string[] | undefined = Array.isArray(header) ? uniqueNames(header, "header") : undefined;
  let fields: readonly Field[] = [];
  let total = 0;
  let rows = 0;
  if (names !== undefined) fields = fieldsOf(names, options);

  await readRows(text, delimiter, (row, line) => {
    if (names === undefined) {
      names = header === true ? uniqueNames(row, `line ${line}`) : row.map((_, i) => String(i));
      fields = fieldsOf(names, options);
      if (header === true) return;
    }
    total++;
    if (row.length !== names.length) {
      throw new CsvError(`line ${line}: expected ${names.length} fields, got ${row.length}`);
    }
    if (takeRow(fields, row, line, gaps)) rows++;
  });
  if (names === undefined) throw new CsvError("the file is empty");
  if (total === 0) throw new CsvError("the file holds no rows below its header");
  if (rows === 0) throw new CsvError(`every one of the ${total} rows was dropped for a missing value`);
  return new CsvTable(new Map(fields.map(({ name, column }) => [name, column.finish()])));
}

/** Adds a row to the columns; false when it is dropped. */
function takeRow(fields: readonly Field[], row: readonly string[], line: number, gaps: ReadonlySet<string>): boolean {
  for (const { place, policy } of fields) if (policy === "drop" && gaps.has(row[place])) return false;
  for (const { name, place, policy, column } of fields) {
    const text = row[place];
    try {
      if (!gaps.has(text)) column.add(text);
      else if (policy === "error")
        throw new CsvError('the value is missing; onMissing can be "drop", "mean" or { fill }');
      else column.addMissing();
    } catch (cause) {
      throw new CsvError(`line ${line}, column ${JSON.stringify(name)}: ${(cause as Error).message}`, { cause });
    }
  }
  return true;
}

function fieldsOf(names: readonly string[], options: CsvOptions): Field[] {
  const { columns = names, categories = {}, categorical = Object.keys(categories), onMissing = "error" } = options;
  const places = new Map(names.map((name, place) => [name, place]));
  const perColumn = typeof onMissing === "object" && !isFill(onMissing) ? onMissing : {};
  const named = { columns, categories: Object.keys(categories), categorical, onMissing: Object.keys(perColumn) };
  for (const [option, list] of Object.entries(named)) {
    const unknown = list.find((name) => !places.has(name));
    if (unknown === undefined) continue;
    throw new CsvError(
      `${option} names ${JSON.stringify(unknown)}, which is no column: the file has ${JSON.stringify(names)}`,
    );
  }
  if (columns.length === 0) throw new ArgumentError("parseCsv: columns names no column");
  const texts = new Set([...categorical, ...Object.keys(categories)]);
  return uniqueNames(columns, "columns").map((name) => {
    const policy = perColumn === onMissing ? (own(perColumn, name) ?? "error") : (onMissing as MissingPolicy);
    checkPolicy(name, policy);
    const column = texts.has(name) ? categoryColumn(name, policy, own(categories, name)) : numberColumn(name, policy);
    return { name, place: places.get(name) as number, policy, column };
  });
}

function checkPolicy(name: string, policy: MissingPolicy): void {
  if (policy === "error" || policy === "drop" || policy === "mean" || isFill(policy)) return;
  throw new ArgumentError(
    `parseCsv: onMissing of column ${JSON.stringify(name)} is ${JSON.stringify(policy)}, expected "error", "drop", ` +
      '"mean" or { fill: value }',
  );
}

/** A policy, unless "fill" is the name of a column that has one. */
function isFill(value: object): value is { readonly fill: number | string } {
  const fill: unknown = Object.hasOwn(value, "fill") ? (value as { fill: unknown }).fill : undefined;
  return Object.keys(value).length === 1 && (typeof fill === "number" || typeof fill === "string");
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function uniqueNames(names: readonly string[], where: string): readonly string[] {
  const seen = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    const first = seen.get(name);
    if (first !== undefined) {
      throw new CsvError(`${where}: columns ${first + 1} and ${i + 1} are both called ${JSON.stringify(name)}`);
    }
    seen.set(name, i);
  }
  return names;
}

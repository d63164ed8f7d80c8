import { ArgumentError } from "@nn/core";
import type { HostArray } from "../datasets/host-array";
import type { FinishedColumn } from "./column";
import type { MissingPolicy } from "./options";

export interface MatrixOptions {
  /** Whether a column of categories becomes one column per category, of zeros and ones. Default: false, the indices. */
  readonly oneHot?: boolean;
}

/** The columns of a CSV file. */
export class CsvTable {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Number of rows. */
  readonly length: number;
  /** Per column of categories, their texts in the order of their indices. Give it as an option to read other files alike. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
  /** Per column, what stands for missing values. Give it as `onMissing` to fill other files alike. */
  readonly fills: Readonly<Record<string, MissingPolicy>>;
  private readonly content: ReadonlyMap<string, FinishedColumn>;

  /** @internal */
  constructor(content: ReadonlyMap<string, FinishedColumn>) {
    this.content = content;
    this.columns = [...content.keys()];
    this.length = content.get(this.columns[0])?.data.length ?? 0;
    // fromEntries makes own properties of any name, "__proto__" too.
    const columns = [...content];
    this.categories = Object.fromEntries(
      columns.flatMap(([name, { categories }]) => (categories === undefined ? [] : [[name, categories]])),
    );
    this.fills = Object.fromEntries(
      columns.flatMap(([name, { fill }]) => (fill === undefined ? [] : [[name, { fill }]])),
    );
  }

  /** One column, [rows]: float32, or int32 for the indices of categories. */
  column(name: string): HostArray<Float32Array | Int32Array> {
    return { data: this.find(name).data, shape: [this.length] };
  }

  /** Some columns side by side, all unless told otherwise: float32, [rows, columns]. */
  matrix(names: readonly string[] = this.columns, options: MatrixOptions = {}): HostArray<Float32Array> {
    const { oneHot = false } = options;
    const columns = names.map((name) => this.find(name));
    const widths = columns.map(({ categories }) => (oneHot && categories !== undefined ? categories.length : 1));
    const width = widths.reduce((sum, each) => sum + each, 0);
    const data = new Float32Array(this.length * width);
    let start = 0;
    for (const [k, column] of columns.entries()) {
      const spread = oneHot && column.categories !== undefined;
      for (let row = 0; row < this.length; row++) {
        const value = column.data[row];
        if (spread) data[row * width + start + value] = 1;
        else data[row * width + start] = value;
      }
      start += widths[k];
    }
    return { data, shape: [this.length, width] };
  }

  private find(name: string): FinishedColumn {
    const column = this.content.get(name);
    if (column !== undefined) return column;
    throw new ArgumentError(
      `CsvTable: there is no column ${JSON.stringify(name)}, only ${JSON.stringify(this.columns)}`,
    );
  }
}

/** What becomes of a missing value: an error, no row, the mean of the values that the file has, or this value. */
export type MissingPolicy = "error" | "drop" | "mean" | { readonly fill: number | string };

export interface CsvOptions {
  /** One character. Default: ",". */
  readonly delimiter?: string;
  /** Whether the first row holds the names of the columns, or the names when it does not. Without either the columns are called "0", "1" and so on. Default: true. */
  readonly header?: boolean | readonly string[];
  /** The columns to read, in this order. Default: all. */
  readonly columns?: readonly string[];
  /** Columns that hold categories; the others hold numbers. Default: the columns of `categories`. */
  readonly categorical?: readonly string[];
  /** Categories per column in the order of their indices, as `CsvTable.categories` has them; others are refused. */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  /** The texts that stand for a missing value. Default: "", "NA", "N/A", "NaN", "nan" and "null". */
  readonly missing?: readonly string[];
  /** For every column, or per column, as `CsvTable.fills` has it; columns without a policy refuse missing values. Default: "error". */
  readonly onMissing?: MissingPolicy | Readonly<Record<string, MissingPolicy>>;
}

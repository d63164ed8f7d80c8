/** Collects the fields of one column, row by row. */
export interface Column {
  /** Throws a `CsvError` without the place for text that the column cannot hold. */
  add(text: string): void;
  /** Leaves the row to be filled. */
  addMissing(): void;
  finish(): FinishedColumn;
}

export interface FinishedColumn {
  readonly data: Float32Array | Int32Array;
  /** What stands for missing values, if anything does. */
  readonly fill?: number | string;
  /** Undefined for numbers. */
  readonly categories?: readonly string[];
}

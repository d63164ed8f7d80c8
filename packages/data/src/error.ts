/** A file or text that is not the data it should be, or that cannot be read. */
export class DataError extends Error {
  override readonly name: string = "DataError";
}

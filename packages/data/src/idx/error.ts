/** A file that is not the IDX data it should be, or that cannot be read. */
export class IdxError extends Error {
  override readonly name = "IdxError";
}

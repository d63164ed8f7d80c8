import { DataError } from "../error";

/** A file that is not the IDX data it should be, or that cannot be read. */
export class IdxError extends DataError {
  override readonly name = "IdxError";
}

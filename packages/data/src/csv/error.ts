import { DataError } from "../error";

/** Text that is not the table it should be. */
export class CsvError extends DataError {
  override readonly name = "CsvError";
}

import { CsvError } from "./error";

/** Takes the fields of a row that is not blank; `line` counts from 1. */
type TakeRow = (fields: string[], line: number) => void;

/**
 * Splits the text into rows of fields, without the spaces around them. Lines may end in any of LF, CRLF and CR; blank
 * ones are skipped.
 */
export async function readRows(text: string, delimiter: string, take: TakeRow): Promise<void> {
  // Imported at run time, so that programs without CSV do not bundle it.
  const { default: Papa } = await import("papaparse");
  const lines = text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text;
  const quoted = lines.includes('"');
  let line = 1;
  Papa.parse<string[]>(lines.startsWith("\ufeff") ? lines.slice(1) : lines, {
    delimiter,
    newline: "\n",
    step: ({ data, errors }) => {
      if (errors.length > 0) {
        const problem =
          errors[0].code === "MissingQuotes" ? "a quoted field has no end" : "text follows a quoted field";
        throw new CsvError(`line ${line}: ${problem}; inside quotes, a quote is written twice`);
      }
      const height = 1 + (quoted ? data.reduce((sum, field) => sum + field.split("\n").length - 1, 0) : 0);
      if (data.length > 1 || data[0].trim() !== "") {
        take(
          data.map((field) => field.trim()),
          line,
        );
      }
      line += height;
    },
  });
}

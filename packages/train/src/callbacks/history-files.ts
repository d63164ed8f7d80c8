import { fileErrorReason, writeFileAtomically } from "@nn/io";
import { TrainError } from "../error";
import type { EpochRecord } from "../loop/figures";
import { figuresOf } from "../loop/read-figure";
import type { Callback } from "./callback";

/** Keeps a table of the epochs in a CSV file, a column per figure; figures that are no number are written as JSON. */
export function csvLog(path: string | URL): Callback {
  return historyFile("csvLog", path, (records) => {
    const rows = records.map((record) => [
      ...Object.entries({ epoch: record.epoch, step: record.step, lr: record.lr, seconds: record.seconds }),
      ...figuresOf(record),
    ]);
    const lines = rows.map((row) => row.map(([, value]) => toCell(value)));
    const header = rows.slice(0, 1).map((row) => row.map(([name]) => toCell(name)));
    return [...header, ...lines].map((cells) => `${cells.join(",")}\n`).join("");
  });
}

/** Keeps the records of the epochs in a file with one JSON object per line. NaN and infinities become null. */
export function jsonLinesLog(path: string | URL): Callback {
  return historyFile("jsonLinesLog", path, (records) =>
    records.map((record) => `${JSON.stringify(record)}\n`).join(""),
  );
}

/** The whole file is replaced each time, so that it is never half-written and a resumed run repeats no line. */
function historyFile(name: string, path: string | URL, format: (records: readonly EpochRecord[]) => string): Callback {
  const write = async (records: readonly EpochRecord[]): Promise<void> => {
    try {
      await writeFileAtomically(path, [new TextEncoder().encode(format(records))]);
    } catch (cause) {
      throw new TrainError(`${name}: cannot write ${String(path)}: ${fileErrorReason(cause)}`, { cause });
    }
  };
  return {
    name: `${name}:${String(path)}`,
    onStart: ({ history }) => write(history),
    onEpochEnd: ({ history }, record) => write([...history, record]),
  };
}

function toCell(value: unknown): string {
  const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : JSON.stringify(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

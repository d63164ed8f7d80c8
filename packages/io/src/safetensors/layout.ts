import { byteSize } from "./byte-size";
import { SafetensorsError } from "./error";
import type { HeaderEntry } from "./header";
import { quote } from "../quote";

/** Checks that the tensors fill the data after the header exactly: sizes right, no overlap, no byte left over. */
export function checkLayout(entries: readonly HeaderEntry[], dataLength: number): void {
  for (const entry of entries) checkEntry(entry, dataLength);
  const inFile = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  let last = "";
  for (const { name, begin, end } of inFile) {
    if (begin < covered) {
      throw new SafetensorsError(
        `tensor ${quote(name)}: data_offsets [${begin},${end}] overlap tensor ${quote(last)}, which ends at ${covered}`,
      );
    }
    if (begin > covered) {
      throw new SafetensorsError(
        `tensor ${quote(name)}: data_offsets start at ${begin}, expected ${covered}: the bytes between belong to no tensor`,
      );
    }
    covered = end;
    last = name;
  }
  if (covered !== dataLength) {
    throw new SafetensorsError(
      `${dataLength} bytes of data follow the header, but the tensors end at byte ${covered}: ` +
        `the last ${dataLength - covered} belong to no tensor`,
    );
  }
}

function checkEntry({ name, dtype, shape, begin, end }: HeaderEntry, dataLength: number): void {
  const where = `tensor ${quote(name)}: data_offsets [${begin},${end}]`;
  if (begin > end) throw new SafetensorsError(`${where} are reversed, expected begin <= end`);
  if (end > dataLength) {
    throw new SafetensorsError(`${where} lie outside of the file, which holds ${dataLength} bytes of data`);
  }
  const expected = byteSize(name, dtype, shape);
  if (end - begin !== expected) {
    throw new SafetensorsError(
      `${where} span ${end - begin} bytes, expected ${expected} for shape [${shape}] of ${dtype}`,
    );
  }
}

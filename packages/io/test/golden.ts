import { readFileSync } from "node:fs";

/** The bytes of a golden file. */
export function golden(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`golden/${name}`, import.meta.url)));
}

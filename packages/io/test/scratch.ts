import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor } from "@nn/core";
import { afterEach, beforeEach } from "vitest";

/** A folder of its own for each test; gives paths in it. */
export function scratch(): (...names: string[]) => string {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "io-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  return (...names) => join(folder, ...names);
}

/** What tensors hold, by name. */
export async function contents(tensors: ReadonlyMap<string, Tensor>): Promise<unknown> {
  const entries = [...tensors].map(async ([name, t]) => [
    name,
    { data: await t.data(), shape: [...t.shape], dtype: t.dtype },
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

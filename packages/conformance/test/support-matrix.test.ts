import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Backend } from "@nn/core";
import { describe, expect, it } from "vitest";
import { allCases } from "../src";
import { parseMatrix, renderMatrix, supportOf, type Column } from "../src/support";

type BackendModule = Readonly<Record<string, () => Backend | Promise<Backend>>>;

const COMMAND = "node tooling/reference/support-matrix.js";
const path = new URL("../../../docs/support-matrix.md", import.meta.url);
const committed = existsSync(path) ? readFileSync(path, "utf8") : "";
const columns = parseMatrix(committed);
const ops = [...new Set(allCases.map((c) => c.op))];
const backends = readdirSync(new URL("../../", import.meta.url)).flatMap((folder) =>
  folder.startsWith("backend-") ? [folder.slice("backend-".length)] : [],
);

/** The column of a backend; undefined where the backend cannot run here. */
async function columnOf(name: string): Promise<Column | undefined> {
  const module = (await import(`../../backend-${name}/src/index.ts`)) as BackendModule;
  let backend: Backend;
  try {
    backend = await module[name]();
  } catch {
    return undefined;
  }
  const column = await supportOf(backend, allCases);
  backend.dispose();
  return column;
}

/** Whether there is float16 depends on the device, not on the backend. */
function withoutFloat16(column: Column | undefined): Column {
  return Object.fromEntries(Object.entries(column ?? {}).map(([op, cell]) => [op, cell.replace(/ ?float16[′″]?/, "")]));
}

describe("docs/support-matrix.md", () => {
  it.each(backends)("is current for %s", { timeout: 120_000 }, async (name) => {
    const column = await columnOf(name);
    if (column) expect(withoutFloat16(columns[name]), `run \`${COMMAND}\``).toEqual(withoutFloat16(column));
    else expect(Object.keys(columns), `run \`${COMMAND}\` where it can be made`).toContain(name);
  });

  it("has a row for every op and a column for every backend, and no others", () => {
    expect(Object.keys(columns), `run \`${COMMAND}\``).toEqual(backends.toSorted());
    expect(committed, `run \`${COMMAND}\``).toBe(renderMatrix(columns, ops));
  });

  it("can be read back", () => {
    const sample = { a: { exp: "float32″" }, b: { exp: "no" } };
    expect(parseMatrix(renderMatrix(sample, ["exp"]))).toEqual(sample);
  });
});

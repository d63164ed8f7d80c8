import { existsSync, readdirSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allCases } from "../src";
import { isGolden } from "../src/case";
import { goldenFile, goldenOf, REGENERATE, requestHash } from "../src/golden";

const golden = new URL("../golden/", import.meta.url);
const cases = allCases.filter(isGolden);

describe("golden files", () => {
  it("hold every golden case as it stands in the tables", async () => {
    const stale: string[] = [];
    for (const c of cases) {
      const file = existsSync(new URL(`${c.folder}.json`, golden)) ? await goldenFile(c.folder) : {};
      if (file[c.id]?.request !== requestHash(c)) stale.push(c.id);
    }
    expect(stale, `run \`${REGENERATE}\``).toEqual([]);
  });

  it("hold nothing else", async () => {
    const wanted = new Set(cases.map((c) => `${c.folder} ${c.id}`));
    const stray: string[] = [];
    for (const name of readdirSync(golden)) {
      const folder = name.replace(".json", "");
      for (const id of Object.keys(await goldenFile(folder))) if (!wanted.has(`${folder} ${id}`)) stray.push(id);
    }
    expect(stray, `run \`${REGENERATE}\``).toEqual([]);
  });

  it("are refused when their row has changed", async () => {
    const [c] = cases;
    await expect(goldenOf({ ...c, torch: "another expression" })).rejects.toThrow(
      `the golden entry of "${c.id}" was made for other inputs or another call: run \`${REGENERATE}\``,
    );
    await expect(goldenOf({ ...c, id: "no such case" })).rejects.toThrow(
      'the golden entry of "no such case" is missing',
    );
  });

  it("stay below 4 MB", () => {
    const bytes = readdirSync(golden).reduce((sum, name) => sum + statSync(new URL(name, golden)).size, 0);
    expect(bytes).toBeLessThan(4 * 2 ** 20);
  });
});

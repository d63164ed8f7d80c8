// Writes docs/support-matrix.md: every backend in packages/backend-* that can run here is tried, the columns of the
// others stay as they are.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, withSources } from "./load.js";

const path = join(root, "docs/support-matrix.md");
const folders = readdirSync(join(root, "packages")).filter((name) => name.startsWith("backend-"));

await withSources(async (load) => {
  const { allCases } = await load("packages/conformance/src/cases/index.ts");
  const { parseMatrix, renderMatrix, supportOf } = await load("packages/conformance/src/support.ts");
  const columns = existsSync(path) ? parseMatrix(readFileSync(path, "utf8")) : {};
  for (const name of Object.keys(columns)) if (!folders.includes(`backend-${name}`)) delete columns[name];
  for (const folder of folders) {
    const name = folder.replace("backend-", "");
    let backend;
    try {
      backend = await (await load(`packages/${folder}/src/index.ts`))[name]();
    } catch (error) {
      console.log(`${name}: its column stays as it is (${error})`);
      continue;
    }
    columns[name] = await supportOf(backend, allCases);
    backend.dispose();
  }
  writeFileSync(path, renderMatrix(columns, [...new Set(allCases.map((/** @type {{ op: string }} */ c) => c.op))]));
});

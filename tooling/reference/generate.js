// Makes packages/conformance/golden/*.json again from the case tables. Needs Python 3 with PyTorch (Debian:
// `apt-get install python3-torch python3-numpy`); PYTHON names another interpreter than the first that has it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, withSources } from "./load.js";

const interpreters = process.env.PYTHON ? [process.env.PYTHON] : ["/usr/bin/python3", "python3"];
const python = interpreters.find((name) => spawnSync(name, ["-c", "import torch"]).status === 0);
if (python === undefined) {
  console.error(
    `no PyTorch in ${interpreters.join(" or ")}: apt-get install python3-torch python3-numpy, or set PYTHON`,
  );
  process.exit(1);
}

const requests = await withSources(async (load) => {
  const { goldenRequests } = await load("packages/conformance/src/golden.ts");
  const { allCases } = await load("packages/conformance/src/cases/index.ts");
  return goldenRequests(allCases);
});

const folder = mkdtempSync(join(tmpdir(), "golden-"));
const path = join(folder, "cases.json");
writeFileSync(path, JSON.stringify(requests));
const target = join(root, "packages/conformance/golden");
const { status } = spawnSync(python, [join(import.meta.dirname, "generate.py"), path, target], { stdio: "inherit" });
rmSync(folder, { recursive: true });
process.exit(status ?? 1);

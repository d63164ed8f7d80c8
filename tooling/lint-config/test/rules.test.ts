import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

// Each planted file breaks one rule; one run of the linter over all of them has to find them all and nothing else.
const planted: [rule: string, path: string, source: string][] = [
  ["nn(arrows)", "packages/core/src/import-package.ts", `export { open } from "node:fs";`],
  ["nn(arrows)", "packages/core/src/import-layers.ts", `import { x } from "@nn/layers";\nexport const y = x;`],
  ["nn(arrows)", "packages/backend-toy/src/import-optim.ts", `import type { X } from "@nn/optim";\nexport type Y = X;`],
  ["nn(arrows)", "packages/layers/src/import-backend.ts", `export const load = () => import("@nn/backend-cpu");`],
  ["nn(arrows)", "packages/io/src/import-type.ts", `export type X = import("@nn/data").X;`],
  ["nn(arrows)", "packages/train/src/import-layers.ts", `export * from "@nn/layers";`],
  ["nn(package-lines)", "packages/data/src/cross.ts", `export * from "../../core/src/good.ts";`],
  ["nn(package-lines)", "packages/data/test/cross.test.ts", `export * from "../../core/src/good.ts";`],
  ["nn(package-lines)", "apps/digits/src/cross.ts", `export * from "../../../packages/core/src/good.ts";`],
  ["nn(backend-names)", "packages/core/src/name.ts", `export const isCpu = (name: string) => name === "cpu";`],
  ["nn(backend-names)", "packages/optim/src/name.ts", "export const isWasm = (name: string) => name === `wasm`;"],
  ["nn(backend-names)", "packages/data/src/name.ts", `export type Name = "webgpu";`],
  [
    "import(no-cycle)",
    "packages/layers/src/cycle.ts",
    `import { b } from "./cycle-end.ts";\nexport const a = () => b();`,
  ],
  [
    "import(no-cycle)",
    "packages/layers/src/cycle-end.ts",
    `import { a } from "./cycle.ts";\nexport const b = () => a();`,
  ],
  ["eslint(max-lines)", "packages/optim/src/long.ts", "export {};\n".repeat(501)],
  [
    "typescript(no-explicit-any)",
    "packages/optim/src/any.ts",
    `export const first = (xs: any[]): number => xs.length;`,
  ],
  [
    "typescript(no-floating-promises)",
    "packages/optim/src/floating.ts",
    `export function f(): void {\n  Promise.resolve();\n}`,
  ],
  [
    "vitest(no-focused-tests)",
    "packages/optim/test/only.test.ts",
    `import { test } from "vitest";\ntest.only("a", () => {});`,
  ],
  [
    "vitest(no-disabled-tests)",
    "packages/optim/test/skip.test.ts",
    `import { test } from "vitest";\ntest.skip("a", () => {});`,
  ],
  ["eslint(no-restricted-globals)", "packages/io/src/globals.ts", `export const empty = Buffer.alloc(0);`],
  ["unicorn(filename-case)", "packages/io/src/camelCase.ts", `export const x = 1;`],
];
const allowed: [path: string, source: string][] = [
  ["packages/core/src/good.ts", `/** "@nn/backend-cpu" */\nexport const install = "npm install @nn/backend-cpu";`],
  ["packages/layers/src/good.ts", `import { install } from "@nn/core";\nexport const x = install;`],
  [
    "packages/layers/test/good.test.ts",
    `import { cpu } from "@nn/backend-cpu";\nimport { x } from "../src/good.ts";\nexport default [cpu, x];`,
  ],
  [
    "packages/optim/test/good.test.ts",
    `import { test } from "vitest";\ntest.skipIf(process.platform === "win32")("a", () => {});`,
  ],
  ["packages/backend-toy/src/good.ts", `export const name = "wasm";`],
  ["packages/data/src/generated/table.ts", "export {};\n".repeat(501)],
  ["apps/digits/src/good.ts", `export * from "@nn/backend-cpu";`],
];

const root = join(import.meta.dirname, "../../..");
const tree = mkdtempSync(join(tmpdir(), "nn-lint-"));
afterAll(() => rmSync(tree, { recursive: true }));

let problems: string[];
beforeAll(() => {
  for (const name of [".oxlintrc.json", "tsconfig.base.json", "tsconfig.json", "tooling/lint-config/plugin.js"]) {
    cpSync(join(root, name), join(tree, name));
  }
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "junction");
  for (const [path, source] of [...planted.map(([, path, source]) => [path, source] as const), ...allowed]) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), source);
  }
  const cli = join(root, "node_modules/oxlint/bin/oxlint");
  const args = [cli, "--type-aware", "--deny-warnings", "--format", "json", "packages", "apps"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: tree, encoding: "utf8" });
  expect(status, stdout + stderr).toBe(1);
  const report = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
  problems = report.diagnostics.map(({ code, filename }) => `${code} ${filename.replaceAll("\\", "/")}`);
});

test.for(planted)("%s refuses %s", ([rule, path]) => {
  expect(problems).toContain(`${rule} ${path}`);
});

test("nothing else is refused", () => {
  expect(new Set(problems)).toEqual(new Set(planted.map(([rule, path]) => `${rule} ${path}`)));
});

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"; // oxfmt-ignore
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

// The promise of CONTRIBUTING.md, carried out in a copy of the tree: what an op and what a backend have to touch.

const root = join(import.meta.dirname, "../../..");
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "nn-extension-"));
  for (const file of listFiles()) {
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const group of ["packages", "apps", "tooling"]) {
    for (const name of readdirSync(join(root, group))) copyLinks(`${group}/${name}`, `${group}/${name}`);
  }
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function listFiles(): string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard"];
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\n").filter(Boolean);
}

/** The links to a member's dependencies, which are relative and so lead into the copy. */
function copyLinks(from: string, to: string): void {
  const links = join(root, from, "node_modules");
  if (existsSync(links)) cpSync(links, join(copy, to, "node_modules"), { recursive: true, verbatimSymlinks: true });
}

/** Contents of every source file, by path. */
function snapshot(): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(copy, folder), { withFileTypes: true })) {
      if (["node_modules", "dist", ".turbo"].includes(entry.name)) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) files.set(path, readFileSync(join(copy, path), "latin1"));
    }
  };
  visit("");
  return files;
}

function changes(before: Map<string, string>): string[] {
  const after = snapshot();
  const touched = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  const gone = [...before.keys()].filter((path) => !after.has(path));
  return [...touched, ...gone].sort();
}

function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(join(copy, path), "utf8");
  const next = change(text);
  expect(next, `the edit of ${path} changes it`).not.toBe(text);
  writeFileSync(join(copy, path), next);
}

function tool(name: string, ...args: string[]): string {
  const path = join(root, "node_modules/.bin", name);
  return execFileSync(path, args, { cwd: copy, encoding: "utf8", stdio: "pipe", env: { ...process.env, CI: "" } });
}

/** Runs the tests of one project whose names match, and gives the closing line. */
function totals(project: string, pattern: string): string {
  const output = tool("vitest", "run", "--project", project, "-t", pattern);
  return output.match(/^\d+ passed, \d+ failed, \d+ skipped$/m)?.[0] ?? output;
}

it("a composed op touches its file, its barrel and its row", () => {
  const before = snapshot();
  execFileSync(process.execPath, ["tooling/scripts/new-op.js", "hardShrink", "unary"], { cwd: copy });
  edit("packages/core/src/ops/unary/hard-shrink.ts", () =>
    [
      'import { scope } from "../../runtime/scope";',
      'import type { Tensor } from "../../tensor/tensor";',
      'import { gt } from "../compare/gt";',
      'import { where } from "../compare/where";',
      'import { abs } from "./abs";',
      "",
      "/** x where |x| > 0.5, else 0. */",
      "export function hardShrink(x: Tensor): Tensor {",
      "  return scope(() => where(gt(abs(x), 0.5), x, 0));",
      "}",
      "",
    ].join("\n"),
  );
  expect(changes(before)).toEqual([
    "packages/conformance/src/cases/unary.ts",
    "packages/core/src/ops/unary/hard-shrink.ts",
    "packages/core/src/ops/unary/index.ts",
  ]);
  expect(tool("tsc", "-p", "packages/conformance", "--noEmit")).toBe("");
  // Its row runs on a backend that has never heard of it, first and second gradients included.
  expect(totals("backend-cpu", "hardShrink .*differences")).toMatch(/^[1-9]\d* passed, 0 failed/);
}, 120_000);

it("a backend touches nothing outside its package", () => {
  const before = snapshot();
  for (const [path, text] of before) {
    const inTests = path.startsWith("packages/backend-cpu/test/");
    if (!path.startsWith("packages/backend-cpu/") || (inTests && !path.endsWith("/conformance.test.ts"))) continue;
    const target = join(copy, path.replace("backend-cpu", "backend-toy"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text, "latin1");
  }
  copyLinks("packages/backend-cpu", "packages/backend-toy");
  edit("packages/backend-toy/package.json", (text) => text.replaceAll("backend-cpu", "backend-toy"));
  const rename = (text: string): string => text.replaceAll(/(?<!-)\bcpu\b/g, "toy");
  edit("packages/backend-toy/src/index.ts", rename);
  edit("packages/backend-toy/test/conformance.test.ts", rename);
  expect(changes(before).filter((path) => !path.startsWith("packages/backend-toy/"))).toEqual([]);
  expect(tool("oxlint", "packages/backend-toy/src")).toContain("0 errors");
  expect(totals("backend-toy", "matmul")).toMatch(/^[1-9]\d* passed, 0 failed/);
}, 120_000);

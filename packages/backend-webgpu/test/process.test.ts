import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Beside this package's own modules, where the package `webgpu` is found; and where it is not. */
const inside = fileURLToPath(new URL("../node_modules/.test-program", import.meta.url));
let outside = "";

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), "webgpu-"));
  mkdirSync(inside, { recursive: true });
  for (const outDir of [inside, outside]) {
    await build({
      entry: { program: fileURLToPath(new URL("program.ts", import.meta.url)) },
      outDir,
      format: "esm",
      outExtension: () => ({ js: ".mjs" }),
      noExternal: [/.*/],
      esbuildOptions: (options) => {
        options.conditions = ["@nn/source"];
      },
      config: false,
      silent: true,
    });
  }
});
afterAll(() => [inside, outside].forEach((folder) => rmSync(folder, { recursive: true })));

/** Runs test/program.ts in a process of its own, for 30 s at most. */
function run(ending: string, folder = inside): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(folder, "program.mjs"), ending], { encoding: "utf8", timeout: 30_000 });
}

describe("a process with a device", () => {
  it.each(["falling off the end", "dispose", "work in flight"])("ends by itself: %s", (ending) => {
    const { status, stdout } = run(ending);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "sum 3\n" });
  });

  it("ends with the code it asks for", () => {
    expect(run("process.exit").status).toBe(3);
  });

  it("ends with an error that nobody catches", () => {
    const { status, stderr } = run("an error");
    expect(status).toBe(1);
    expect(stderr).toContain("on purpose");
  });
});

describe("a runtime without WebGPU", () => {
  it("is told what to install", () => {
    const { status, stderr } = run("", outside);
    expect(status).toBe(1);
    expect(stderr).toMatch(/BackendError: webgpu: this runtime has no WebGPU .*npm install webgpu/);
  });
});

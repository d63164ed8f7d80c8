import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ArgumentError } from "@nn/core";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { wasm } from "../src/index";
import { SCRATCH, SCRATCH_BYTES } from "../src/machine/layout";
import { type Block, Machine } from "../src/machine/machine";
import { type Operand, product } from "../src/product";
import { numbers } from "./views";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wasm-"));
  await build({
    entry: { program: fileURLToPath(new URL("program.ts", import.meta.url)) },
    outDir: folder,
    format: "esm",
    outExtension: () => ({ js: ".mjs" }),
    noExternal: [/.*/],
    esbuildOptions: (options) => {
      options.conditions = ["@nn/source"];
    },
    config: false,
    silent: true,
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs test/program.ts in a process of its own, for 20 s at most. */
function run(ending: string): { status: number | null; stdout: string; stderr: string } {
  const program = join(folder, "program.mjs");
  return spawnSync(process.execPath, [program, ending], { encoding: "utf8", timeout: 20_000 });
}

describe("a process with workers", () => {
  it.each(["falling off the end", "dispose", "right after the start"])("ends by itself: %s", (ending) => {
    const { status, stdout, stderr } = run(ending);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe("sum 3\n");
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

describe("threads", () => {
  it.each([0, -1, 1.5, NaN, 65, Infinity])("may not be %s", async (threads) => {
    await expect(wasm({ threads })).rejects.toThrow(ArgumentError);
  });

  it("are counted", async () => {
    for (const threads of [1, 2, 3]) {
      const backend = await wasm({ threads });
      expect(backend.threads).toBe(threads);
      backend.dispose();
    }
  });

  it("all take part, and give the bits that one gives", async () => {
    const one = await Machine.start(1);
    const three = await Machine.start(3, "everything");
    await vi.waitFor(() => expect(three.readyWorkers).toBe(2), { timeout: 10_000 });
    const expected = multiplied(one);
    const tookPart = new Set<number>();
    await vi.waitFor(() => {
      expect(multiplied(three)).toEqual(expected);
      // Packed panels are what a thread leaves in its scratch memory.
      for (let thread = 0; thread < 3; thread++) {
        const scratch = three.elements("float32", SCRATCH + thread * SCRATCH_BYTES, SCRATCH_BYTES / 4);
        if (scratch.some((value) => value !== 0)) tookPart.add(thread);
      }
      expect([...tookPart].toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
    }, 20_000);
    one.dispose();
    three.dispose();
  });

  it("report a kernel that fails on one of them", async () => {
    const machine = await Machine.start(2, "everything");
    await vi.waitFor(() => expect(machine.readyWorkers).toBe(1), { timeout: 10_000 });
    // Rows far outside of the memory.
    const bad = (): void => machine.parallel("plainProductF64", 64, 1, 1, 1, 2 ** 31, 8, 8, 2 ** 31, 8, 8, 2 ** 31);
    for (let i = 0; i < 3; i++) expect(bad).toThrow();
    const x = machine.allocate(64);
    machine.elements("float64", x.address, 8).fill(2);
    machine.parallel("plainProductF64", 4, 1, 1, 1, x.address, 0, 8, x.address, 8, 8, x.address + 16);
    expect([...machine.elements("float64", x.address + 16, 4)]).toEqual([4, 4, 4, 4]);
    machine.dispose();
  });
});

/** The product of two matrices of 256 rows and columns. */
function multiplied(machine: Machine): number[] {
  const n = 256;
  const random = numbers(5);
  const [a, b, c] = [0, 1, 2].map(() => machine.allocate(n * n * 4));
  for (const { address } of [a, b]) {
    const matrix = machine.elements("float32", address, n * n);
    for (let i = 0; i < n * n; i++) matrix[i] = random() - 0.5;
  }
  const operand = ({ address }: Block): Operand => ({ address, batch: 0, row: n, column: 1 });
  for (let i = 0; i < 8; i++) product(machine, 1, n, n, n, operand(a), operand(b), c.address, 0);
  const values = [...machine.elements("float32", c.address, n * n)] as number[];
  for (const block of [a, b, c]) machine.free(block);
  return values;
}

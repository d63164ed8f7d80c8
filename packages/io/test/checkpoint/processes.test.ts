import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cpu } from "@nn/backend-cpu";
import { type Tensor, setBackend } from "@nn/core";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CheckpointFolder } from "../../src/index";
import { scratch } from "../scratch";

const at = scratch();
let program = "";
let folder = "";
beforeAll(async () => {
  setBackend(cpu());
  folder = mkdtempSync(join(tmpdir(), "saver-"));
  await build({
    entry: { saver: fileURLToPath(new URL("saver.ts", import.meta.url)) },
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
  program = join(folder, "saver.mjs");
});
afterAll(() => rmSync(folder, { recursive: true }));

const FLOATS = 200_000;

describe("a process that is killed", () => {
  it("leaves a complete latest checkpoint at any moment, and what it left unfinished is cleared", async () => {
    const checkpoints = new CheckpointFolder(at("run"), { keep: 2 });
    let next = 0;
    for (let round = 0; round < 12; round++) {
      const child = spawn(process.execPath, [program, at("run"), String(next), String(FLOATS)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let printed = "";
      child.stdout.on("data", (text: Buffer) => {
        printed += text.toString();
      });
      await once(child.stdout, "data");
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
      child.kill("SIGKILL");
      await once(child, "close");

      const promised = Number(printed.trim().split("\n").at(-1));
      const latest = await checkpoints.latest();
      expect(latest?.step).toBeGreaterThanOrEqual(promised);
      const tree = latest?.tree as unknown as { step: number; weight: Tensor };
      expect(tree.step).toBe(latest?.step);
      const values = await tree.weight.data();
      expect(values.length).toBe(FLOATS);
      expect(values.every((value) => value === tree.step)).toBe(true);
      next = tree.step + 1;
    }
    await checkpoints.save(next, {});
    expect(readdirSync(at("run")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect(readdirSync(at("run"))).toHaveLength(2);
  });
});

describe("a file system that takes no more", () => {
  it("is a clear error, which leaves older checkpoints and no temporary file", async () => {
    const checkpoints = new CheckpointFolder(at("run"));
    await checkpoints.save(1, { a: 1 });
    await checkpoints.save(2, { a: 2 });
    // The system refuses to write more than 64 blocks to a file, with the same effect half way through.
    const { status, stderr } = spawnSync("sh", ["-c", `ulimit -f 64; exec "$0" "$@"`, process.execPath, program, at("run"), "3", String(FLOATS)], { encoding: "utf8" }); // oxfmt-ignore
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /CheckpointError: cannot write ".*3.safetensors": the file is larger than the system allows/,
    );
    expect(readdirSync(at("run")).sort()).toEqual([
      "checkpoint-000000001.safetensors",
      "checkpoint-000000002.safetensors",
    ]);
    expect((await checkpoints.latest())?.tree).toEqual({ a: 2 });
  });
});

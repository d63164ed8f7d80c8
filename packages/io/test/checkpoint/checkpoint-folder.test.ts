import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { pathToFileURL } from "node:url";
import { cpu } from "@nn/backend-cpu";
import { type Tensor, setBackend, tensor } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import { CheckpointError, CheckpointFolder } from "../../src/index";
import { scratch } from "../scratch";

const at = scratch();
beforeAll(() => setBackend(cpu()));

const file = (step: number) => `checkpoint-${String(step).padStart(9, "0")}.safetensors`;
const names = () => readdirSync(at("run")).sort();
const UUID = "01234567-89ab-cdef-0123-456789abcdef";
/** The number of a process that has ended. */
const ended = () => spawnSync(process.execPath, ["-e", ""]).pid;

describe("CheckpointFolder", () => {
  it("keeps the last few and gives the latest", async () => {
    const folder = new CheckpointFolder(at("a", "run"), { keep: 2 });
    expect(await folder.list()).toEqual([]);
    expect(await folder.latest()).toBeUndefined();
    for (const step of [5, 10, 1000, 999]) {
      const path = await folder.save(step, { step, weight: tensor([step]) });
      expect(path).toBe(at("a", "run", file(step)));
    }
    expect(await folder.list()).toEqual([
      { step: 999, path: at("a", "run", file(999)) },
      { step: 1000, path: at("a", "run", file(1000)) },
    ]);
    const latest = await folder.latest();
    expect(latest).toMatchObject({ step: 1000, path: at("a", "run", file(1000)), tree: { step: 1000 } });
    const { weight } = latest!.tree as { weight: Tensor };
    expect(await weight.item()).toBe(1000);
  });

  it("keeps three unless told otherwise, also by URL", async () => {
    const folder = new CheckpointFolder(pathToFileURL(at("run")), { keep: undefined });
    for (let step = 0; step < 6; step++) await folder.save(step, { step });
    expect(names()).toEqual([3, 4, 5].map(file));
    expect(await folder.latest()).toMatchObject({ step: 5, path: at("run", file(5)) });
  });

  it("replaces a checkpoint of the same step", async () => {
    const folder = new CheckpointFolder(at("run"));
    await folder.save(1, { value: "old" });
    await folder.save(1, { value: "new" });
    expect(names()).toEqual([file(1)]);
    expect((await folder.latest())?.tree).toEqual({ value: "new" });
  });

  it("does not delete a step below the others as soon as it is saved", async () => {
    const folder = new CheckpointFolder(at("run"), { keep: 2 });
    for (const step of [10, 11, 3]) await folder.save(step, {});
    expect(names()).toEqual([3, 10, 11].map(file));
    await folder.save(12, {});
    expect(names()).toEqual([11, 12].map(file));
  });

  it("saves calls that overlap one after the other, with the values at each call", async () => {
    const folder = new CheckpointFolder(at("run"), { keep: 3 });
    const weight = tensor([0]);
    const saves: Promise<string>[] = [];
    for (let step = 1; step <= 5; step++) {
      weight.assign(tensor([step]));
      saves.push(folder.save(step, { weight }));
    }
    weight.dispose();
    await Promise.all(saves);
    expect(names()).toEqual([3, 4, 5].map(file));
    for (const { step, path } of await folder.list()) {
      const bytes = readFileSync(path);
      expect(bytes.readFloatLE(bytes.length - 4)).toBe(step);
    }
  });

  it("goes on after a save that failed", async () => {
    const folder = new CheckpointFolder(at("run"));
    const saves = [folder.save(1, { f: (() => 1) as never }), folder.save(2, {})];
    await expect(saves[0]).rejects.toThrow(/cannot hold a function/);
    await saves[1];
    expect(names()).toEqual([file(2)]);
  });

  it("leaves all other files alone", async () => {
    mkdirSync(at("run"));
    const others = [
      "checkpoint-1.safetensors",
      "checkpoint-0000000001.safetensors",
      "checkpoint-000000001.safetensors.bak",
      "checkpoint-000000001",
      "xcheckpoint-000000001.safetensors",
      "checkpoint-99999999999999999.safetensors",
      "checkpoint-9999999999999999.safetensors",
      "notes.txt",
      `notes.txt.${ended()}-${UUID}.tmp`,
      `${file(1)}.tmp`,
      `${file(1)}.${UUID}.tmp`,
      `${file(1)}.12-${UUID}.tmp.old`,
    ];
    for (const name of others) writeFileSync(at("run", name), "");
    mkdirSync(at("run", file(1)));
    const folder = new CheckpointFolder(at("run"), { keep: 1 });
    for (const step of [2, 3]) await folder.save(step, {});
    expect(names()).toEqual([...others, file(1), file(3)].sort());
    expect(await folder.list()).toHaveLength(1);
  });

  it("writes through a link and deletes the link alone", async () => {
    mkdirSync(at("run"));
    writeFileSync(at("real"), "");
    symlinkSync(at("real"), at("run", file(1)));
    const folder = new CheckpointFolder(at("run"), { keep: 1 });
    await folder.save(1, { a: 1 });
    expect((await folder.latest())?.tree).toEqual({ a: 1 });
    await folder.save(2, {});
    expect(names()).toEqual([file(2)]);
    expect(statSync(at("real")).size).toBeGreaterThan(0);
  });

  it("deletes what processes that are gone left unfinished, and not what others write", async () => {
    mkdirSync(at("run"));
    const temporary = (pid: number, step = 1) => `${file(step)}.${pid}-${UUID}.tmp`;
    const write = (name: string, ageSeconds: number) => {
      writeFileSync(at("run", name), "");
      const time = Date.now() / 1000 - ageSeconds;
      utimesSync(at("run", name), time, time);
    };
    const dead = ended();
    write(temporary(dead), 0);
    write(temporary(process.ppid), 60);
    write(temporary(process.ppid, 2), 3700);
    write(temporary(process.pid), 0);
    write(temporary(process.pid, 2), process.uptime() + 60);
    await new CheckpointFolder(at("run")).save(7, {});
    expect(names()).toEqual([temporary(process.pid), temporary(process.ppid), file(7)].sort());
  });
});

describe("a folder that fails", () => {
  const failsWith = async (saved: Promise<unknown>, message: RegExp) => {
    await expect(saved).rejects.toThrow(CheckpointError);
    await expect(saved).rejects.toThrow(message);
  };

  it.each([0, -1, 1.5, NaN, "3", null])("refuses to keep %s", (keep) => {
    expect(() => new CheckpointFolder("x", { keep: keep as number })).toThrow(
      /^keep: expected a number of checkpoints/,
    );
  });

  it.each([-1, 1.5, NaN, 2 ** 53, "3"])("refuses the step %s", async (step) => {
    const folder = new CheckpointFolder(at("run"));
    await failsWith(folder.save(step as number, {}), /^step: expected a non-negative integer, got/);
    expect(existsSync(at("run"))).toBe(false);
  });

  it("names a path through a file", async () => {
    writeFileSync(at("file"), "");
    for (const path of [at("file"), at("file", "run")]) {
      const folder = new CheckpointFolder(path);
      await failsWith(
        folder.save(1, {}),
        /^cannot make the folder ".*": (a file of that name is in the way|a part of the)/,
      );
      await failsWith(folder.list(), /^cannot read the folder ".*": a part of the path is no folder$/);
      await failsWith(folder.latest(), /^cannot read the folder/);
    }
  });

  it("names a damaged latest checkpoint and the one before it", async () => {
    const folder = new CheckpointFolder(at("run"));
    await folder.save(1, { a: 1 });
    truncateSync(at("run", file(1)), 20);
    await failsWith(
      folder.latest(),
      /^the latest checkpoint .*1.safetensors": header length is .*\(there is no older one in/,
    );
    await folder.save(2, { a: 2 });
    await folder.save(3, { a: 3 });
    truncateSync(at("run", file(3)), 20);
    await failsWith(
      folder.latest(),
      /^the latest checkpoint cannot be loaded: ".*3.safetensors": header length is .* \(the one before it is ".*2.safetensors", which loadCheckpoint reads\)$/,
    );
  });
});

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Interrupted } from "../src/errors";
import { digits, Screen, temporaryFolder, TINY } from "./run-digits";

function accuracyIn(out: string): number {
  const [, percent] = out.match(/test accuracy: (\d+\.\d\d) %\n$/) ?? [];
  return Number(percent);
}

describe("train and predict", () => {
  it("learn, save, and read the same again", async () => {
    const file = join(temporaryFolder(), "tiny.safetensors");
    const trained = await digits([...TINY, "--out", file]);
    expect(trained.err).toBe("");
    expect(trained.code).toBe(0);
    // One in ten is chance.
    expect(accuracyIn(trained.out)).toBeGreaterThan(50);
    expect(trained.out).toMatch(/^epoch 4\/4 {2}loss \d\.\d{4} {2}accuracy \d\.\d{4} {2}\d+\.\d s$/m);
    expect(trained.out).toMatch(/the surest mistakes:\n[^]*wrong: it is \d$/m);
    expect(trained.out).toContain(`saved as    ${file}, ${file.replace("safetensors", "svg")}`);
    expect(trained.out).not.toContain("\x1b");

    const read = await digits(["predict", file, "--test-size", "200", "--count", "1"]);
    expect(read.err).toBe("");
    expect(accuracyIn(read.out)).toBe(accuracyIn(trained.out));
    expect(read.out).toMatch(/image 1$[^]*read as \d \(\d+\.\d\d % sure\)$/m);
    expect(readdirSync(join(file, "..")).sort()).toEqual(["tiny.safetensors", "tiny.svg"]);
  });

  it("give the same network for the same seed", async () => {
    const command = [...TINY, "--epochs", "1", "--augment", "--no-save"];
    const [first, again, other] = [
      await digits(command),
      await digits(command),
      await digits([...command, "--seed", "1"]),
    ];
    const table = ({ out }: { out: string }) => out.slice(out.indexOf("rows:"), out.indexOf("trained in"));
    expect(table(again)).toBe(table(first));
    expect(table(other)).not.toBe(table(first));
  });

  it("train other weights on varied images", async () => {
    const files = await Promise.all(
      ["--augment", "--no-augment"].map(async (option) => {
        const file = join(temporaryFolder(), "network");
        await digits([...TINY, "--epochs", "1", option, "--out", file]);
        return readFileSync(file);
      }),
    );
    expect(files[0].equals(files[1])).toBe(false);
  });
});

describe("--backend", () => {
  it("trains a convolutional network alike on each", async () => {
    const command = ["--model", "cnn", "--train-size", "200", "--test-size", "100", "--epochs", "2", "--no-save"];
    const losses: number[][] = [];
    for (const backend of ["cpu", "wasm", "webgpu"]) {
      const { code, out, err } = await digits([...command, "--backend", backend]);
      // Dawn warns of limits of drivers that it finds.
      expect({ code, err: err.replaceAll(/^Warning: maxDynamic.*\n/gm, "") }).toEqual({ code: 0, err: "" });
      losses.push([...out.matchAll(/^epoch \d\/2 {2}loss (\d\.\d{4})/gm)].map(([, loss]) => Number(loss)));
    }
    const [onCpu, ...others] = losses;
    expect(onCpu[1]).toBeLessThan(onCpu[0]);
    for (const other of others) onCpu.forEach((loss, epoch) => expect(other[epoch]).toBeCloseTo(loss, 2));
  });
});

describe("--patience", () => {
  it("stops when the validation no longer improves, and takes the best network", async () => {
    const folder = temporaryFolder();
    const log = join(folder, "log.jsonl");
    const command = [...TINY, "--train-size", "100", "--epochs", "40", "--lr", "0.01", "--patience", "2", "--log", log];
    const { out, code } = await digits([...command, "--out", join(folder, "network")]);
    expect(code).toBe(0);
    expect(out).toContain("90 to train on; 10 to validate with");
    const [, best] = /^stopped: validation\.loss did not improve on epoch (\d+)'s /m.exec(out) ?? [];
    const losses = readFileSync(log, "utf8")
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { validation: { loss: number } }).validation.loss);
    expect(losses).toHaveLength(Number(best) + 2);
    expect(Math.min(...losses)).toBe(losses[Number(best) - 1]);
  });
});

describe("--log and --curves", () => {
  it("are written where they are asked for, whatever else is saved", async () => {
    const folder = temporaryFolder();
    const [log, curves] = [join(folder, "log.csv"), join(folder, "picture.svg")];
    await digits([...TINY, "--epochs", "2", "--no-save", "--log", log, "--curves", curves]);
    expect(readdirSync(folder).sort()).toEqual(["log.csv", "picture.svg"]);
    const lines = readFileSync(log, "utf8").split("\n");
    expect(lines[0]).toBe("epoch,step,lr,seconds,train.loss,train.accuracy");
    expect(lines.map((line) => line.split(",")[0])).toEqual(["epoch", "1", "2", ""]);
    expect(readFileSync(curves, "utf8")).toMatch(/^<svg [^]*mlp on generated: [^]*<\/svg>$/);
  });
});

describe("--checkpoints", () => {
  const command = [...TINY, "--epochs", "2", "--no-save"];

  it("go on to the result of a training without a break", async () => {
    const folder = temporaryFolder();
    const checkpoints = ["--checkpoints", join(folder, "run"), "--resume"];
    const first = await digits([...command, ...checkpoints]);
    expect(first.out).toContain("run holds no checkpoint yet: starting from the beginning\n");
    const again = await digits([...command, ...checkpoints]);
    expect(again.out).toContain("going on after epoch 2, step 50\n");
    expect(accuracyIn(again.out)).toBe(accuracyIn(first.out));
  });

  it("are refused when they are of another run, or damaged", async () => {
    const folder = join(temporaryFolder(), "run");
    const run = async (...options: string[]): Promise<string> => {
      const { code, err } = await digits([...command, "--checkpoints", folder, ...options]);
      expect(code).toBe(err === "" ? 0 : 1);
      return err;
    };
    expect(await run()).toBe("");
    expect(await run()).toBe(
      `digits: --checkpoints ${folder} holds the checkpoints of a run: give --resume to go on with it, or name another folder\n`,
    );
    expect(await run("--resume", "--lr", "0.01", "--seed", "7", "--patience", "3")).toMatch(/25 batches per epoch/);
    expect(await run("--resume", "--lr", "0.01", "--seed", "7")).toMatch(
      /--lr was 0\.003 and is 0\.01, --seed was 0 and is 7\. Give that run's options, or name another folder\n$/,
    );
    const [latest] = readdirSync(folder).sort().reverse();
    writeFileSync(join(folder, latest), readFileSync(join(folder, latest)).subarray(0, 1000));
    expect(await run("--resume")).toContain(latest);
    writeFileSync(join(folder, latest), "damaged");
    expect(await run("--resume")).toContain(latest);
  });

  it("are refused where no folder can be", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    for (const path of [file, join(file, "in")]) {
      const { code, err } = await digits([...command, "--checkpoints", path]);
      expect(err).toMatch(/^digits: cannot write to --checkpoints .*Name a folder that can be written\n$/);
      expect(code).toBe(1);
    }
  });
});

describe("interruption", () => {
  it.each([undefined, 80])("leaves no file and the terminal as it was (columns: %s)", async (columns) => {
    const file = join(temporaryFolder(), "none.safetensors");
    const stop = new AbortController();
    const stdout = new Screen(columns);
    setTimeout(() => stop.abort(new Interrupted(130)), 200);
    const { code, err } = await digits([...TINY, "--epochs", "1000", "--out", file], { stdout, signal: stop.signal });
    expect({ code, err }).toEqual({ code: 130, err: "digits: interrupted, nothing was saved\n" });
    expect(existsSync(file)).toBe(false);
    expect(stdout.text.split("\x1b[?25l").length).toBe(stdout.text.split("\x1b[?25h").length);
  });
});

describe("mistakes that are seen before the training", () => {
  it.each([
    ["a folder that does not exist", "--out", (folder: string) => join(folder, "none", "x"), "there is no such file"],
    ["a folder in the file's place", "--out", (folder: string) => folder, "it is a folder"],
    ["a device", "--out", () => "/dev/null", "it is no regular file"],
    [
      "another folder that does not exist",
      "--log",
      (folder: string) => join(folder, "none", "x.csv"),
      "there is no such",
    ],
    ["a third one", "--curves", (folder: string) => join(folder, "none", "x.svg"), "there is no such"],
  ])("%s", async (_, option, path, reason) => {
    const file = path(temporaryFolder());
    const { code, out, err } = await digits([...TINY, ...(option === "--out" ? [] : ["--no-save"]), option, file]);
    expect(err).toContain(`digits: cannot write ${option} ${file}: ${reason}`);
    expect({ code, out }).toEqual({ code: 1, out: "" });
  });

  it("a file in the folder's place", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const { err } = await digits([...TINY, "--out", join(file, "x")]);
    expect(err).toContain("a part of the path is no folder");
  });

  it("batches larger than the data", async () => {
    const { code, err } = await digits(["--no-save", "--train-size", "10", "--batch-size", "11"]);
    expect(err).toBe("digits: --batch-size is 11, but there are 10 training images: take at most as many\n");
    expect(code).toBe(1);
  });
});

it("says so when the training diverges, and saves nothing", async () => {
  const file = join(temporaryFolder(), "network");
  const { code, err } = await digits([...TINY, "--out", file, "--lr", "1e30"]);
  expect(err).toMatch(/^digits: the mean loss became (NaN|Infinity) in epoch 1, by step \d+: lower the learning rate /);
  expect(code).toBe(1);
  expect(readdirSync(join(file, ".."))).toEqual([]);
});

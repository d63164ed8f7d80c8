import { Writable } from "node:stream";
import { cpu } from "@nn/backend-cpu";
import { setBackend } from "@nn/core";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type Callback, EarlyStopping, fit } from "../src";
import { terminalView } from "../src/terminal";
import { formatDuration, formatNumber } from "../src/terminal/format";
import { lossCurve } from "../src/terminal/loss-curve";
import { loss, network, points } from "./problem";

beforeAll(() => setBackend(cpu()));

class Screen extends Writable {
  text = "";
  columns = 80;
  constructor(readonly isTTY: boolean) {
    super();
  }
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
  // What cli-progress asks of a terminal.
  cursorTo = (): void => {};
  clearLine = (): void => {};
}

async function show(isTTY: boolean, { epochs = 2, callbacks = [] as Callback[], size = 64 } = {}): Promise<string> {
  const { model, optimizer } = network();
  const stream = new Screen(isTTY);
  const view = terminalView({ stream, secondsPerLine: 0 });
  const run = fit(model, points(size), {
    loss,
    optimizer,
    epochs,
    validation: points(16),
    callbacks: [...callbacks, view],
  });
  await run.catch(() => undefined);
  return stream.text;
}

describe("where there is no terminal", () => {
  it("writes a line per epoch and the curve, without control characters", async () => {
    const text = await show(false);
    expect(text).not.toContain("\x1b");
    const lines = text.split("\n").filter((line) => line.startsWith("epoch "));
    expect(lines).toEqual([
      expect.stringMatching(/^epoch 1\/2 {2}loss \d\.\d{4} \| val loss \d\.\d{4} {2}\d\.\d s$/),
      expect.stringMatching(/^epoch 2\/2 {2}loss \d\.\d{4} \| val loss \d\.\d{4} {2}\d\.\d s$/),
    ]);
    expect(text).toMatch(/^loss of training\n {3}[\d.]+ [┤┼]/m);
  });

  it("writes how far a long epoch is", async () => {
    vi.spyOn(performance, "now").mockImplementation(() => (clock += 30));
    let clock = 0;
    const text = await show(false, { epochs: 1 });
    vi.restoreAllMocks();
    expect(text).toMatch(/^ *50 % {2}epoch 1\/1 {2}loss \d\.\d{4} {2}\d\.\d s left$/m);
    expect(text).not.toContain("loss of training");
  });

  it("says why the run was stopped", async () => {
    const early = new EarlyStopping({ minDelta: 100, patience: 1 });
    expect(await show(false, { callbacks: [early], epochs: 9 })).toMatch(/^stopped: validation\.loss did not improve/m);
  });
});

describe("in a terminal", () => {
  it("draws bars, and gives the cursor back", async () => {
    vi.spyOn(performance, "now").mockImplementation(() => (clock += 30));
    let clock = 0;
    const text = await show(true);
    vi.restoreAllMocks();
    expect(text).toContain("█");
    expect(text).toMatch(/loss of \S*training\S* and \S*validation/);
    expect(text.lastIndexOf("\x1b[?25h")).toBeGreaterThan(text.lastIndexOf("\x1b[?25l"));
  });

  it("gives the cursor back when the run fails in the middle of an epoch", async () => {
    const fail = (): never => {
      throw new Error("no");
    };
    const text = await show(true, { callbacks: [{ name: "fail", onStep: fail }] });
    expect(text).toContain("\x1b[?25l");
    expect(text.lastIndexOf("\x1b[?25h")).toBeGreaterThan(text.lastIndexOf("\x1b[?25l"));
    expect(text.endsWith("\x1b[J")).toBe(true);
  });
});

it("formats numbers and durations", () => {
  expect([0, 0.5, -0.1234567, 0.000123, 123456, NaN, 99999.9].map(formatNumber)).toEqual([
    "0.0000",
    "0.5000",
    "-0.1235",
    "1.23e-4",
    "1.23e+5",
    "NaN",
    "99999.9000",
  ]);
  expect([0.04, 59.4, 59.6, 125, 3599.6].map(formatDuration)).toEqual([
    "0.0 s",
    "59.4 s",
    "1:00 min",
    "2:05 min",
    "60:00 min",
  ]);
});

it("draws a curve from the first to the last epoch, as wide as the screen allows", () => {
  const history = [3, 2, 1].map((value, i) => ({ epoch: i + 1, step: i, lr: 1, seconds: 1, train: { loss: value } }));
  for (const columns of [25, 40, 80, 200]) {
    const lines = lossCurve(history, columns, false).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(lines[1]).toMatch(/^ *3\.0000 [┤┼]/);
    expect(lines.at(-2)).toMatch(/^ *1\.0000 [┤┼]/);
    expect(lines.at(-1)).toMatch(/epoch 1 *epoch 3$/);
  }
});

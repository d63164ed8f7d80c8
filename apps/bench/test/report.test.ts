import { describe, expect, it } from "vitest";
import type { Contestant } from "../src/contestants/contestant";
import { formatNumber } from "../src/report/format";
import { goalsOf } from "../src/report/goal-list";
import { goalLines } from "../src/report/goals";
import { summary } from "../src/report/summary";
import { table } from "../src/report/table";
import type { Verdict } from "../src/run/measure";
import { WORKS } from "../src/works";

const measured = (ms: number): Verdict => ({ kind: "measured", ms, error: 0, rounds: [[ms]] });
const own: Contestant = { id: "nn-cpu", library: "nn", variant: "cpu", compiled: false, threads: 1, env: {} };
const peers: Contestant[] = ["tfjs-cpu", "tfjs-wasm", "jax-wasm", "jax-wasm-jit"].map((id) => ({
  id,
  library: id.startsWith("tfjs") ? "tfjs" : "jax",
  variant: "",
  compiled: false,
  threads: 1,
  env: {},
}));
const circumstances = {
  machine: { processor: "P", cores: 2, memoryGiB: 4, platform: "os", node: "20", v8: "11", date: "today" },
  versions: { "@nn/core": "1.2.3" },
};

function rowOf(name: string, verdicts: Record<string, Verdict>) {
  const work = WORKS.find((one) => one.name === name);
  if (!work) throw new Error(name);
  return { work, verdicts };
}

describe("report", () => {
  it("aligns columns", () => {
    const text = table([
      ["", "a", "long"],
      ["work", "1,000", "2"],
    ]);
    expect(text).toBe("          a  long\n----  -----  ----\nwork  1,000     2");
  });

  it("keeps three digits", () => {
    expect([0, 0.0571, 0.335, 8.94, 72.94, 99.96, 16523].map(formatNumber)).toEqual(
      ["0", "0.0571", "0.335", "8.94", "72.9", "100", "16,500"], // oxfmt-ignore
    );
  });

  it("shows times, ratios and why a contestant has none", () => {
    const row = rowOf("matmul 512x512x512", {
      "nn-cpu": measured(50),
      "tfjs-cpu": measured(400),
      "tfjs-wasm": { kind: "cannot", reason: "no such kernel" },
      "jax-wasm": { kind: "wrong", error: 0.5 },
      "jax-wasm-jit": { kind: "overtime", moreThanMs: 5000 },
    });
    const text = summary([row], [own], peers, circumstances);
    expect(text).toMatch(/^P, 2 cores.*\n@nn\/core 1\.2\.3\n/);
    expect(text).toMatch(/matmul 512x512x512 +50\.0 +400 +cannot +wrong +> 5,000/);
    expect(text).toMatch(/matmul 512x512x512 +8\.00x tfjs-cpu +8\.00x +– +– +> 100x/);
    expect(text).toContain("tfjs-wasm cannot: no such kernel (matmul 512x512x512)");
    expect(text).toContain("jax-wasm is wrong: off by 0.50 where 0.00001 is allowed");
  });

  it("shows the adapter, and compares contestants on a GPU with each other", () => {
    const gpu = (id: string): Contestant => ({
      ...own,
      id,
      library: id.startsWith("nn") ? "nn" : "jax",
      variant: "webgpu",
    });
    const row = rowOf("matmul 512x512x512", {
      "nn-cpu": measured(50),
      "nn-webgpu": measured(2),
      "tfjs-cpu": measured(400),
      "jax-webgpu": measured(3),
    });
    const { machine } = circumstances;
    const text = summary([row], [own, gpu("nn-webgpu")], [peers[0], gpu("jax-webgpu")], {
      ...circumstances,
      machine: { ...machine, gpu: "maker model, by Dawn in Node" },
    });
    expect(text).toMatch(/^P, 2 cores.*\nWebGPU: maker model, by Dawn in Node\n@nn\/core 1\.2\.3\n/);
    expect(text).toMatch(/nn-cpu: the peer's time.*\n\n.*\n.*\n.* 8\.00x tfjs-cpu /);
    expect(text).toMatch(/nn-webgpu: the peer's time.*\n\n.*\n.*\n.* 1\.50x jax-webgpu /);
    const goal = (jit: Verdict): string[] => {
      const all = { ...row.verdicts, "tfjs-webgpu": measured(4), "jax-webgpu-jit": jit };
      return goalLines([{ ...row, verdicts: all }], "20.1.0").slice(-1);
    };
    const line = "matmul 512x512x512: 1.50x the speed of jax-webgpu (at least 1.5x)";
    expect(goal(measured(3.5))).toEqual([`  met    ${line}`]);
    expect(goal({ kind: "late", afterMs: 5000 })).toEqual([`  unsure ${line}`]);
  });

  it("says which goals are met, as far as they were measured", () => {
    const training = "train cnn conv16-pool-conv32-pool-dense batch 64 sgd";
    const rows = [
      rowOf("matmul 512x512x512", { "nn-cpu": measured(50), "tfjs-cpu": measured(400) }),
      rowOf("recorded add of 4 elements", { "nn-cpu": measured(4) }),
      rowOf(training, {
        "nn-cpu": measured(250),
        "tfjs-cpu": { kind: "overtime", moreThanMs: 5000 },
        "jax-wasm": { kind: "overtime", moreThanMs: 5000 },
      }),
    ];
    expect(goalLines(rows, "20.1.0").slice(2)).toEqual([
      "  met    matmul 512x512x512: 8.00x the speed of tfjs-cpu (at least 6x)",
      `  unsure ${training}: > 20.0x the speed of tfjs-cpu (at least 40x)`,
      `  met    ${training}: > 20.0x the speed of jax-wasm (at least 4x)`,
      "  MISSED recorded add of 4 elements: 4,000 ns (at most 3,000)",
    ]);
    expect(goalLines([], "20.1.0")).toEqual([]);
  });

  it("compares with the fastest of the peers, once all of them took part", () => {
    const libraries = {
      "tfjs-wasm": measured(12),
      "jax-wasm": measured(15),
      "jax-wasm-jit": measured(13),
      "ort-web": measured(14),
    };
    const name = "matmul 512x512x512";
    const goals = (verdicts: Record<string, Verdict>, node = "20.1.0"): string[] =>
      goalLines([rowOf(name, verdicts)], node).slice(2);
    const ours = { "nn-wasm": measured(10) };
    const best = `  met    ${name}: 1.20x the speed of tfjs-wasm (at least 1.2x)`;
    expect(goals({ ...ours, ...libraries })).toEqual([best]);
    expect(goals({ ...ours, ...libraries }, "24.0.0")).toEqual([
      `  MISSED ${name}: 1.20x the speed of tfjs-wasm (at least 1.7x)`,
    ]);
    expect(goals({ ...ours, "tfjs-wasm": measured(12) })).toEqual([]);
    const failing: Verdict = { kind: "cannot", reason: "" };
    expect(goals({ ...ours, ...libraries, "jax-wasm": failing, "nn-wasm-2t": measured(5) })).toEqual([
      best,
      `  met    ${name}, nn-wasm-2t: 2.00x the speed of nn-wasm (at least 1.7x)`,
    ]);
    expect(goals({ ...libraries, "nn-wasm": failing })).toEqual([]);
  });

  it("takes the fastest of ours where either counts", () => {
    const lenet = "train lenet batch 64 adam";
    const verdicts = { "nn-wasm": measured(30), "nn-wasm-compiled": measured(10), "torch-128": measured(15) };
    expect(goalLines([rowOf(lenet, verdicts)], "20.1.0").slice(2)).toEqual([
      `  met    ${lenet}, nn-wasm-compiled: 1.50x the speed of torch-128 (at least 1x)`,
    ]);
    const start = rowOf("start: import, first matmul 64x64", { "nn-wasm": measured(40) });
    expect(goalLines([start], "20.1.0").slice(2)).toEqual([
      "  MISSED start: import, first matmul 64x64: 40.0 ms (at most 35.0)",
    ]);
  });

  it("has goals of works that exist", () => {
    const names = new Set(WORKS.map(({ name }) => name));
    const goals = Object.values(goalsOf("20.1.0")).flat();
    expect(goals.filter(({ work }) => !names.has(work))).toEqual([]);
  });

  it("leaves contestants without times out of the ratios", () => {
    const threaded = { ...own, id: "nn-cpu-2t", threads: 2 };
    const row = rowOf("matmul 512x512x512", {
      "nn-cpu": measured(50),
      "nn-cpu-2t": { kind: "cannot", reason: "one thread" },
      "tfjs-cpu": measured(400),
    });
    const text = summary([row], [own, threaded], peers, circumstances);
    expect(text).toContain("nn-cpu: the peer's time");
    expect(text).not.toContain("nn-cpu-2t: the peer's time");
  });
});

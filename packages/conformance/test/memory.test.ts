import { memoryStats, noGrad, withBackend, type Tensor } from "@nn/core";
import { describe, expect, it } from "vitest";
import { allCases, plainBackend } from "../src";
import { isGolden } from "../src/case";
import { eager, outputsOf, type Setting } from "../src/evaluate";
import { inputsOf } from "../src/materialize";

const backend = plainBackend();
const setting: Setting = { backend, dtype: "float32", mode: eager };

/** Bytes that a call leaves behind when its results are disposed of. */
async function leftBy(
  inputs: Readonly<Record<string, Tensor>>,
  call: () => Tensor[] | Promise<Tensor[]>,
): Promise<number> {
  const before = memoryStats(backend).bytes;
  const results = await call();
  for (const t of results) if (!Object.values(inputs).includes(t)) t.dispose();
  return memoryStats(backend).bytes - before;
}

describe("ops free what they need in between", () => {
  it.each([...new Set(allCases.map((c) => c.op))])("%s", async (op) => {
    const left: string[] = [];
    for (const c of allCases) {
      // Programs call several ops, whose results are the caller's.
      if (c.op !== op || c.folder === "programs" || !isGolden(c)) continue;
      await withBackend(backend, async () => {
        const inputs = inputsOf(backend, c, "float32");
        const forward = (): Promise<number> => leftBy(inputs, () => noGrad(() => outputsOf(c, inputs, setting)));
        // The first call may fill caches of constants.
        await forward();
        const bytes = await forward();
        if (bytes !== 0) left.push(`${c.label}: ${bytes} bytes`);
      });
    }
    expect(left).toEqual([]);
  });
});

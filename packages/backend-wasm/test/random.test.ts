import { beforeAll, describe, expect, it } from "vitest";
import { random } from "../src/kernels/random";
import type { Machine } from "../src/machine/machine";
import { outputOf, resultOf, startMachine } from "./views";

type Pair = readonly [number, number];

let machine: Machine;
beforeAll(async () => {
  machine = await startMachine(1);
});

function draw(dtype: "int32" | "float32" | "float64", length: number, key: Pair, counter: Pair): number[] {
  const y = outputOf(machine, dtype, [length]);
  const kind = dtype === "int32" ? "bits" : "uniform";
  random(machine)([], [y], { kind, shape: [length], dtype, key, counter });
  return Array.from(resultOf(machine, y));
}

const hex = (words: number[]): string => words.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join(" ");

describe("random", () => {
  // https://github.com/DEShawResearch/random123, tests/kat_vectors
  it("gives the known answers of Threefry-2x32-20", () => {
    expect(hex(draw("int32", 2, [0, 0], [0, 0]))).toBe("6b200159 99ba4efe");
    const ones: Pair = [0xffffffff, 0xffffffff];
    expect(hex(draw("int32", 2, ones, ones))).toBe("1cb996fc bb002be7");
    expect(hex(draw("int32", 2, [0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3]))).toBe("c4923a9c 483df7a0");
  });

  it.each([1, 2, 3, 7, 8, 9, 31])("gives %i words as blocks one by one do, over the lower word", (length) => {
    for (const low of [0, 0xfffffffe, 0xfffffff7]) {
      const blocks = Array.from({ length: Math.ceil(length / 2) }, (_, i): Pair => {
        const sum = low + i;
        return [sum % 2 ** 32, 5 + Math.floor(sum / 2 ** 32)];
      });
      const words = blocks.flatMap((counter) => draw("int32", 2, [1, 2], counter)).slice(0, length);
      expect(draw("int32", length, [1, 2], [low, 5])).toEqual(words);
    }
  });

  it("makes fractions of the words", () => {
    const words = draw("int32", 26, [3, 4], [0, 0]);
    expect(draw("float32", 25, [3, 4], [0, 0])).toEqual(words.slice(0, 25).map((word) => (word >>> 8) * 2 ** -24));
    expect(draw("float64", 13, [3, 4], [0, 0])).toEqual(
      Array.from({ length: 13 }, (_, i) => ((words[2 * i] >>> 5) * 2 ** 26 + (words[2 * i + 1] >>> 6)) * 2 ** -53),
    );
  });
});

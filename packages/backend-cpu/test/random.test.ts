import { describe, expect, it } from "vitest";
import { random } from "../src/kernels/random";
import { values, view } from "./views";

type Pair = readonly [number, number];

function draw(
  kind: "bits" | "uniform",
  dtype: "int32" | "float32" | "float64",
  length: number,
  key: Pair,
  counter: Pair,
) {
  const y = view(dtype, [length], () => NaN, 1);
  random([], [y], { kind, shape: [length], dtype, key, counter });
  return values(y);
}

const hex = (words: number[]): string => words.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join(" ");

describe("random", () => {
  // https://github.com/DEShawResearch/random123, tests/kat_vectors
  it("gives the known answers of Threefry-2x32-20", () => {
    expect(hex(draw("bits", "int32", 2, [0, 0], [0, 0]))).toBe("6b200159 99ba4efe");
    const ones: Pair = [0xffffffff, 0xffffffff];
    expect(hex(draw("bits", "int32", 2, ones, ones))).toBe("1cb996fc bb002be7");
    expect(hex(draw("bits", "int32", 2, [0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3]))).toBe("c4923a9c 483df7a0");
  });

  it("counts blocks on, over the lower word", () => {
    const words = draw("bits", "int32", 7, [1, 2], [0xfffffffe, 5]);
    expect(words.slice(2, 4)).toEqual(draw("bits", "int32", 2, [1, 2], [0xffffffff, 5]));
    expect(words.slice(4, 6)).toEqual(draw("bits", "int32", 2, [1, 2], [0, 6]));
    expect(words.slice(6)).toEqual(draw("bits", "int32", 1, [1, 2], [1, 6]));
  });

  it("makes fractions of the words", () => {
    const words = draw("bits", "int32", 6, [3, 4], [0, 0]);
    expect(draw("uniform", "float32", 6, [3, 4], [0, 0])).toEqual(words.map((word) => (word >>> 8) * 2 ** -24));
    expect(draw("uniform", "float64", 3, [3, 4], [0, 0])).toEqual(
      [0, 2, 4].map((i) => ((words[i] >>> 5) * 2 ** 26 + (words[i + 1] >>> 6)) * 2 ** -53),
    );
  });
});

import {
  Generator,
  manualSeed,
  rand,
  randint,
  randn,
  randperm,
  type Backend,
  type DType,
  type Primitives,
} from "@nn/core";
import { expect } from "vitest";
import { group, type Behaviour } from "./behaviour";

type Pair = readonly [number, number];

/** Key, counter and words: `kat_vectors` of Random123, https://github.com/DEShawResearch/random123. */
const KNOWN: readonly (readonly [key: Pair, counter: Pair, words: Pair])[] = [
  [[0, 0], [0, 0], [0x6b200159, 0x99ba4efe]],
  [[0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], [0x1cb996fc, 0xbb002be7]],
  [[0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3], [0xc4923a9c, 0x483df7a0]],
]; // oxfmt-ignore

async function draw(
  backend: Backend,
  kind: "bits" | "uniform",
  dtype: DType,
  length: number,
  { key, counter }: Pick<Primitives["random"], "key" | "counter">,
): Promise<number[]> {
  const buffer = backend.allocate(dtype, length);
  const shape = [length];
  backend.kernels.random([], [{ buffer, dtype, shape, strides: [1], offset: 0 }], { kind, shape, dtype, key, counter });
  const data = await backend.read(buffer, dtype, 0, length);
  backend.free(buffer, dtype, length);
  return [...data];
}

function moments(data: ArrayLike<number>): { mean: number; deviation: number } {
  const values = Array.from(data);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length) };
}

export const randomBits: readonly Behaviour[] = group("random bits", {
  "Threefry gives the published words": async (backend) => {
    for (const [key, counter, words] of KNOWN) {
      const found = await draw(backend, "bits", "int32", 2, { key, counter });
      expect(found.map((word) => (word >>> 0).toString(16))).toEqual(words.map((word) => word.toString(16)));
    }
  },
  "the counter carries into its upper half": async (backend) => {
    const whole = await draw(backend, "bits", "int32", 4, { key: [1, 2], counter: [0xffffffff, 4] });
    const second = await draw(backend, "bits", "int32", 2, { key: [1, 2], counter: [0, 5] });
    expect(whole.slice(2)).toEqual(second);
  },
  "an odd number of words": async (backend) => {
    const state = { key: [5, 6], counter: [7, 0] } as const;
    const five = await draw(backend, "bits", "int32", 5, state);
    expect(five).toEqual((await draw(backend, "bits", "int32", 6, state)).slice(0, 5));
  },
  "uniform numbers are the words' upper bits": async (backend) => {
    const state = { key: [5, 6], counter: [7, 0] } as const;
    const words = await draw(backend, "bits", "int32", 66, state);
    const uniform = await draw(backend, "uniform", "float32", 66, state);
    expect(uniform).toEqual(words.map((word) => (word >>> 8) * 2 ** -24));
    if (!backend.caps.dtypes.has("float64")) return;
    const wide = await draw(backend, "uniform", "float64", 33, state);
    expect(wide).toEqual(wide.map((_, i) => ((words[2 * i] >>> 5) * 2 ** 26 + (words[2 * i + 1] >>> 6)) * 2 ** -53));
  },
  "draws look as they should": async () => {
    manualSeed(1);
    const uniform = moments(await rand([20000]).data());
    expect(uniform.mean).toBeCloseTo(0.5, 1);
    expect(uniform.deviation).toBeCloseTo(Math.sqrt(1 / 12), 1);
    const normal = moments(await randn([20000]).data());
    expect(Math.abs(normal.mean)).toBeLessThan(0.03);
    expect(Math.abs(normal.deviation - 1)).toBeLessThan(0.03);
    const dice = await randint(6, [6000]).data();
    for (let face = 0; face < 6; face++)
      expect(Math.abs(dice.filter((d) => d === face).length - 1000)).toBeLessThan(150);
    expect((await randperm(1000).data()).toSorted()).toEqual(Int32Array.from({ length: 1000 }, (_, i) => i));
  },
  "a generator's state can be kept and restored": async () => {
    const generator = new Generator(11);
    await rand([3], { generator }).data();
    const state = generator.state();
    const first = await rand([5], { generator }).data();
    expect(await rand([5], { generator: new Generator(0).setState(state) }).data()).toEqual(first);
  },
});

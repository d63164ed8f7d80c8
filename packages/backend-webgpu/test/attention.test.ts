import type { FusedOps, View } from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBackend, type WebgpuBackend } from "../src/backend";
import { Gpu } from "../src/gpu/gpu";

interface Case {
  readonly b: number;
  readonly l: number;
  readonly s: number;
  readonly e: number;
  readonly ev: number;
  readonly offset?: number;
  readonly isCausal?: boolean;
  readonly hasMask?: boolean;
  /** The first keys that the last query may not attend to. */
  readonly masked?: number;
}

// Sizes around blocks of 4 and 32 keys and queries, and of vectors; values that take several workgroups.
const cases: readonly Case[] = [
  { b: 2, l: 33, s: 35, e: 8, ev: 12 },
  { b: 1, l: 64, s: 64, e: 36, ev: 20, isCausal: true },
  { b: 2, l: 40, s: 7, e: 8, ev: 4, isCausal: true, offset: 4 },
  { b: 1, l: 5, s: 70, e: 8, ev: 4, isCausal: true },
  { b: 2, l: 34, s: 41, e: 5, ev: 6, offset: 3, hasMask: true, masked: 36 },
  { b: 1, l: 2, s: 9, e: 260, ev: 300 },
  { b: 1, l: 2, s: 0, e: 8, ev: 8 },
];

let seed = 5;
function noise(length: number): Float32Array {
  return Float32Array.from({ length }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed / 2 ** 32) * 2 - 1;
  });
}

function expected(c: Case, [q, k, v, mask]: readonly Float32Array[], scale: number): Float64Array {
  const y = new Float64Array(c.b * c.l * c.ev);
  for (let row = 0; row < c.b * c.l; row++) {
    const batch = Math.floor(row / c.l);
    const powers = Float64Array.from({ length: c.s }, (_, j) => {
      let score = mask ? mask[row * c.s + j] : 0;
      for (let d = 0; d < c.e; d++) score += scale * q[row * c.e + d] * k[(batch * c.s + j) * c.e + d];
      return c.isCausal && j > row % c.l ? 0 : Math.exp(score);
    });
    const total = powers.reduce((sum, power) => sum + power, 0);
    for (let d = 0; d < c.ev; d++) {
      for (let j = 0; j < c.s; j++) y[row * c.ev + d] += (powers[j] / total) * v[(batch * c.s + j) * c.ev + d];
    }
  }
  return y;
}

describe.each(["software", "hardware"] as const)("attention by the plan for %s", (plan) => {
  let backend: WebgpuBackend;
  beforeAll(async () => {
    backend = createBackend(await Gpu.open({}, plan));
  });
  afterAll(() => backend.dispose());

  /** A view that begins at `offset` of a buffer with NaN around. */
  function view(shape: readonly number[], data: Float32Array, offset = 0): View {
    const buffer = backend.allocate("float32", offset + data.length + 5);
    const around = new Float32Array(offset + data.length + 5).fill(NaN);
    around.set(data, offset);
    backend.write(buffer, around);
    return { buffer, dtype: "float32", shape, strides: [], offset };
  }

  async function run(c: Case, data: readonly Float32Array[], attrs: FusedOps["attention"]): Promise<Float32Array> {
    const { b, l, s, e, ev, offset } = c;
    const shapes = [
      [b, l, e],
      [b, s, e],
      [b, s, ev],
      [b, l, s],
    ];
    const y = view([b, l, ev], new Float32Array(b * l * ev).fill(NaN));
    backend.fused.attention!(
      data.map((values, i) => view(shapes[i], values, offset)),
      [y],
      attrs,
    );
    return (await backend.read(y.buffer, "float32", 0, b * l * ev)) as Float32Array;
  }

  function inputsOf({ b, l, s, e, ev, hasMask, masked = 0 }: Case): Float32Array[] {
    const inputs = [noise(b * l * e), noise(b * s * e), noise(b * s * ev)];
    if (hasMask) inputs.push(noise(b * l * s).fill(-Infinity, (b * l - 1) * s, (b * l - 1) * s + masked));
    return inputs;
  }

  it.each(cases)("%o", async (c) => {
    const inputs = inputsOf(c);
    const y = await run(c, inputs, { isCausal: c.isCausal ?? false, scale: 0.5 });
    const wanted = expected(c, inputs, 0.5);
    const worst = wanted.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - y[i]) || (y[i] === value ? 0 : Infinity)),
      0,
    );
    expect(worst).toBeLessThan(2e-6);
  });

  it("gives NaN to rows that may attend to nothing or have an infinite score, and to no other", async () => {
    const c = { b: 1, l: 33, s: 35, e: 5, ev: 8, hasMask: true };
    const inputs = inputsOf(c);
    inputs[3].fill(-Infinity, 0, 35);
    inputs[3][2 * 35 + 34] = Infinity;
    inputs[3][4 * 35] = NaN;
    const y = await run(c, inputs, { isCausal: false, scale: 0.5 });
    const spoilt = Array.from({ length: 33 }, (_, row) =>
      y.slice(row * 8, row * 8 + 8).every((value) => Number.isNaN(value)),
    );
    expect(spoilt.flatMap((isSpoilt, row) => (isSpoilt ? [row] : []))).toEqual([0, 2, 4]);
  });
});

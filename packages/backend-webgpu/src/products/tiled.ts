import type { Gpu } from "../gpu/gpu";
import type { Program } from "../gpu/program";
import { INDEX, linear, LINEAR, linearGroups } from "../wgsl/grid";
import { type Product, type ProductText, SIZES, sizesOf } from "./product";
import { planTiles, type TilePlan } from "./tile";
import { tiledProgram } from "./tiled-program";

/**
 * A product for GPUs, by tiles in workgroup memory: see `tiledProgram`. Few tiles of a long k are computed in shares
 * that are added up in order, so the same bits come out on every run.
 *
 * ```ts
 * multiplyTiled(gpu, {
 *   key: "squares",
 *   text: () => ({
 *     name: "squares",
 *     reads: [{ name: "x", type: "f32", access: "read" }],
 *     writes: [{ name: "y", type: "f32", access: "read_write" }],
 *     uniforms: ["offset"],
 *     setup: "let base = u.offset + batch * u.m * u.k;",
 *     a: { along: "k", prepare: "let line = base + row * u.k;", load: "x[line + k]" },
 *     b: { along: "k", load: "x[base + column * u.k + k]" },
 *     store: "y[(batch * u.m + row) * u.n + column] = value;",
 *   }),
 *   m,
 *   n: m,
 *   k,
 *   batches,
 *   reads: [x.buffer],
 *   writes: [y.buffer],
 *   uniforms: [x.offset],
 * });
 * ```
 */
export function multiplyTiled(gpu: Gpu, product: Product): void {
  const { m, n, k, batches } = product;
  runTiles(gpu, product, planTiles(m, n, k, batches));
}

/** `multiplyTiled` with a plan of the caller's. */
function runTiles(gpu: Gpu, product: Product, { tile, splits }: TilePlan): void {
  const { key, text, m, n, k, batches, reads, writes, uniforms } = product;
  const down = Math.ceil(m / tile.rows);
  const across = Math.ceil(n / tile.columns);
  const share = Math.ceil(k / splits / tile.depth) * tile.depth;
  const shares = Math.max(1, Math.ceil(k / share) || 1);
  const tiles = down * across * batches * shares;
  const isSplit = shares > 1;
  const run = (target: readonly object[]): void =>
    gpu.run({
      key: `${key} ${tile.rows}x${tile.columns} ${isSplit}`,
      program: () => tiledProgram(text(), tile, isSplit),
      buffers: [...reads, ...target],
      uniforms: [...sizesOf(product), down, across, tiles, share, ...uniforms],
      groups: linearGroups(gpu, tiles),
    });
  if (!isSplit) {
    run(writes);
    return;
  }
  const size = batches * m * n;
  gpu.borrow(shares * size * 4, (partials) => {
    run([partials]);
    gpu.run({
      key: `${key} sum`,
      program: () => sumProgram(text()),
      buffers: [partials, ...writes],
      uniforms: [...sizesOf(product), size, shares, ...uniforms],
      groups: linear(gpu, size),
    });
  });
}

/** Adds up the shares of k. */
function sumProgram({ name, writes, uniforms, store }: ProductText): Program {
  return {
    name: `${name} sum`,
    bindings: [{ name: "partials", type: "f32", access: "read" }, ...writes],
    uniforms: [...SIZES, "size", "shares", ...uniforms],
    workgroup: [LINEAR, 1, 1],
    main: `
      let index = ${INDEX};
      if (index >= u.size) { return; }
      var value = partials[index];
      for (var share = 1u; share < u.shares; share++) { value += partials[share * u.size + index]; }
      let column = index % u.n;
      let row = index / u.n % u.m;
      let batch = index / u.n / u.m;
      ${store}`,
  };
}

import { sizeOf } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { INDEX, linear } from "../wgsl/grid";

/** Elements of a row for one invocation where invocations cost more than turns of a loop. */
const RUN = 32;

/** Invocations that go along parts of rows. */
export interface Rows {
  /** The values of `ROW_UNIFORMS`. */
  readonly uniforms: readonly number[];
  readonly groups: [number, number, number];
}

export const ROW_UNIFORMS = ["count", "parts", "run", "length"];

/** The rows of planes [n,c,h,w]. */
export function rowsOf(gpu: Gpu, shape: readonly number[]): Rows {
  const length = shape[3];
  const run = gpu.isSoftware ? Math.min(length, RUN) : 1;
  const parts = Math.ceil(length / run);
  const count = (sizeOf(shape) / length) * parts;
  return { uniforms: [count, parts, run, length], groups: linear(gpu, count) };
}

/** WGSL that runs `body` for each `column` of the invocation's part of row `row`, which begins at `begin`. */
export function alongRow(start: string, body: string): string {
  return `
    let index = ${INDEX};
    if (index >= u.count) { return; }
    let row = index / u.parts;
    let begin = index % u.parts * u.run;
    let end = min(begin + u.run, u.length);
    ${start}
    for (var column = begin; column < end; column++) {
      ${body}
    }`;
}

import { type Primitives, sizeOf } from "@nn/core";
import { EACH, threadsFor } from "../wgsl/each";
import type { Program } from "../gpu/program";
import { storageType } from "../gpu/storage";
import type { For } from "../kernel";
import { LINEAR, linear } from "../wgsl/grid";

/**
 * Of each dimension: taps that are `hits` apart, in windows that are `back` apart, fall on the same position. A
 * dilation is `whole` strides and `part` positions.
 */
const NAMES = ["size", "stride", "windows", "taps", "hits", "back", "whole", "part"];
/** Neighbours that an invocation computes where few do the work. */
const SOFTWARE_RUN = 64;

/** The first tap that falls `r` positions behind a window's start, and how many windows back that window is. */
const FIRST = `
fn first(r: u32, stride: u32, hits: u32, whole: u32, part: u32) -> vec2<u32> {
  var tap = 0u;
  var back = 0u;
  var at = 0u;
  while (tap < hits && at != r) {
    tap++;
    at += part;
    back += whole;
    if (at >= stride) { at -= stride; back++; }
  }
  return vec2(select(tap, 0xffffffffu, tap == hits), back);
}`;

/**
 * Sums the elements of windows that fall on positions of `dims` dimensions; there is no division for each of them. `mask` cuts
 * sums to the values of their dtype.
 */
export function foldProgram(stored: string, dims: number, mask: string): Program {
  const type = stored === "f16" ? "f32" : stored;
  const all = Array.from({ length: dims }, (_, d) => d);
  const last = dims - 1;
  const named = (name: string): string[] => all.map((d) => `${name}${d}`);
  const start = (d: number): string => `
      var base${d} = p${d} / u.stride${d};
      var r${d} = p${d} - base${d} * u.stride${d};`;
  const find = (d: number): string => `let f${d} = first(r${d}, u.stride${d}, u.hits${d}, u.whole${d}, u.part${d});`;
  const outer = all
    .slice(0, -1)
    .reverse()
    .map((d) => `let p${d} = rest % u.size${d}; rest /= u.size${d}; ${start(d)} ${find(d)}`)
    .join("\n");
  const open = all.map(
    (d) => `var w${d} = base${d} - f${d}.y;
        for (var t${d} = f${d}.x; t${d} < u.taps${d}; t${d} += u.hits${d}) { if (w${d} < u.windows${d}) {`,
  );
  const close = all.map((d) => `} w${d} -= u.back${d}; }`).reverse();
  const window = all.reduce((at, d) => `(${at} * u.windows${d} + w${d})`, "rest");
  const at = all.reduce((place, d) => `(${place} * u.taps${d} + t${d})`, window);
  return {
    name: "fold",
    bindings: [
      { name: "xs", type: stored, access: "read" },
      { name: "ys", type: stored, access: "read_write" },
    ],
    uniforms: ["count", "threads", "offset", "pieces", "run", ...NAMES.flatMap(named)],
    workgroup: [LINEAR, 1, 1],
    declarations: FIRST,
    main: `
      ${EACH} {
        let row = index / u.pieces;
        var rest = row;
        ${outer}
        let p${last} = index % u.pieces * u.run;
        let end = min(p${last} + u.run, u.size${last});
        ${start(last)}
        for (var p = p${last}; p < end; p++) {
          ${find(last)}
          var sum = ${type}(0);
          ${open.join("\n")}
          sum += ${type}(xs[u.offset + ${at}]);
          ${close.join("\n")}
          ys[row * u.size${last} + p] = ${stored}(sum)${mask};
          r${last}++;
          if (r${last} == u.stride${last}) { r${last} = 0u; base${last}++; }
        }
      }`,
  };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

export const fold: For<Primitives["fold"]> =
  (gpu) =>
  ([x], [y], { sizes, stride, dilation }) => {
    const dims = sizes.length;
    const stored = storageType(y.dtype);
    const mask = y.dtype === "uint8" ? " & 255u" : "";
    const windows = x.shape.slice(-2 * dims, -dims);
    const taps = x.shape.slice(-dims);
    const hits = stride.map((step, d) => step / greatestDivisor(step, dilation[d]));
    const back = hits.map((apart, d) => (apart * dilation[d]) / stride[d]);
    const whole = dilation.map((apart, d) => Math.floor(apart / stride[d]));
    const part = dilation.map((apart, d) => apart % stride[d]);
    const words = [...sizes, ...stride, ...windows, ...taps, ...hits, ...back, ...whole, ...part];
    const length = sizes[dims - 1];
    const run = gpu.isSoftware ? SOFTWARE_RUN : 1;
    const pieces = Math.ceil(length / run);
    const count = (sizeOf(y.shape) / length) * pieces;
    const threads = threadsFor(gpu, count);
    gpu.run({
      key: `fold ${stored}${mask} ${dims}`,
      program: () => foldProgram(stored, dims, mask),
      buffers: [x.buffer, y.buffer],
      uniforms: [count, threads, x.offset, pieces, run, ...words],
      groups: linear(gpu, threads),
    });
  };

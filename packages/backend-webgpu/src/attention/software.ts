import type { Program } from "../gpu/program";
import { storageType } from "../gpu/storage";
import type { Plan } from "../plans/plan";
import { FLOATS } from "../wgsl/floats";
import { GROUP_INDEX, linearGroups } from "../wgsl/grid";
import { ATTENTION_UNIFORMS, attentionUniforms, readsVectors, rowFunctions } from "./sizes";

const LANES = 8;
/** Queries of an invocation: what is read of a key serves all of them, but shaders with more compile slowly. */
const ROWS = 4;

/**
 * Each invocation takes four queries through all keys, four at a time. All invocations of a workgroup read the same keys
 * and values, which costs adapters that compute on the processor one load for all; the output holds the sums meanwhile.
 */
export const attend: Plan["attention"] = (gpu, inputs, outputs, attrs) => {
  const [q, , v, mask] = inputs;
  const isVector = readsVectors(inputs);
  const stored = storageType(q.dtype);
  const uniforms = attentionUniforms(inputs, attrs, LANES * ROWS);
  const given = inputs.map(({ buffer }) => buffer);
  const run = (buffers: readonly object[]): void =>
    gpu.run({
      key: `attention ${stored} ${isVector} ${mask !== undefined}`,
      program: () => softwareProgram(stored, isVector, mask !== undefined),
      buffers,
      uniforms,
      groups: linearGroups(gpu, q.shape[0] * Math.ceil(q.shape[1] / (LANES * ROWS))),
    });
  const [y] = outputs;
  if (stored === "f32") run([...given, y.buffer]);
  else gpu.borrow(q.shape[0] * q.shape[1] * v.shape[2] * 4, (sums) => run([...given, sums, y.buffer]));
};

export function softwareProgram(stored: string, isVector: boolean, hasMask: boolean): Program {
  const type = isVector ? `vec4<${stored}>` : stored;
  const wide = isVector ? "vec4<f32>" : "f32";
  // Four keys or values: what multiplies a query gives four scores, what four weights multiply gives a value.
  const four = isVector ? "mat4x4<f32>" : "vec4<f32>";
  const weigh = (values: string, weights: string): string =>
    isVector ? `${values} * ${weights}` : `dot(${values}, ${weights})`;
  const keys = [0, 1, 2, 3];
  const rows = Array.from({ length: ROWS }, (_, r) => r);
  const each = (text: (r: number) => string): string => rows.map(text).join("\n");
  const isHalf = stored !== "f32";
  return {
    name: "attention",
    bindings: [
      { name: "qs", type, access: "read" },
      { name: "ks", type, access: "read" },
      { name: "vs", type, access: "read" },
      ...(hasMask ? [{ name: "mask", type: stored, access: "read" } as const] : []),
      { name: "sums", type: wide, access: "read_write" },
      ...(isHalf ? [{ name: "ys", type, access: "read_write" } as const] : []),
    ],
    uniforms: ATTENTION_UNIFORMS,
    workgroup: [LANES, 1, 1],
    declarations: FLOATS + rowFunctions("f32"),
    main: `
      let b = ${GROUP_INDEX} / u.blocks;
      let start = ${GROUP_INDEX} % u.blocks * ${LANES * ROWS}u;
      let first = start + lane * ${ROWS}u;
      if (b >= u.batch || first >= u.l) { return; }
      ${each(
        (r) => `
      let row${r} = min(first + ${r}u, u.l - 1u);
      let q${r} = u.qAt + (b * u.l + row${r}) * u.e;
      let y${r} = (b * u.l + row${r}) * u.ev;
      var most${r} = -infinity();
      var sum${r} = 0.0;`,
      )}
      let end = select(u.s, min(u.s, start + ${LANES * ROWS}u), u.isCausal == 1u);
      var j = 0u;
      loop {
        ${keys.map((i) => `let j${i} = min(j + ${i}u, u.s - 1u);`).join(" ")}
        ${keys.map((i) => `let k${i} = u.kAt + (b * u.s + j${i}) * u.e;`).join(" ")}
        ${each((r) => `var s${r} = vec4<f32>(0);`)}
        for (var d = 0u; d < u.e; d++) {
          let k = ${four}(${keys.map((i) => `${wide}(ks[k${i} + d])`).join(", ")});
          ${each((r) => `s${r} += ${wide}(qs[q${r} + d]) * k;`)}
        }
        let last = j + 4u >= end;
        let places = vec4<u32>(j, j + 1u, j + 2u, j + 3u);
        ${each(
          (r) => `
        s${r} *= u.scale;
        ${hasMask ? `let m${r} = u.maskAt + (b * u.l + row${r}) * u.s; s${r} += vec4<f32>(${keys.map((i) => `f32(mask[m${r} + j${i}])`).join(", ")});` : ""}
        s${r} = select(vec4<f32>(-infinity()), s${r}, places < vec4<u32>(select(u.s, min(u.s, row${r} + 1u), u.isCausal == 1u)));
        let before${r} = most${r};
        most${r} = max(most${r}, max(max(s${r}.x, s${r}.y), max(s${r}.z, s${r}.w)));
        let base${r} = finite(most${r});
        s${r} = exp(s${r} - base${r});
        var keep${r} = exp(before${r} - base${r});
        sum${r} = sum${r} * keep${r} + dot(s${r}, vec4<f32>(1));
        let f${r} = select(1.0, inverse(sum${r}), last);
        s${r} *= f${r};
        keep${r} *= f${r};`,
        )}
        ${keys.map((i) => `let v${i} = u.vAt + (b * u.s + j${i}) * u.ev;`).join(" ")}
        for (var d = 0u; d < u.ev; d++) {
          let v = ${four}(${keys.map((i) => `select(${wide}(0), ${wide}(vs[v${i} + d]), j + ${i}u < u.s)`).join(", ")});
          ${each((r) => `let a${r} = select(sums[y${r} + d] * keep${r}, ${wide}(0), j == 0u) + ${weigh("v", `s${r}`)};`)}
          ${each((r) => `sums[y${r} + d] = a${r};`)}
          ${isHalf ? `if (last) { ${each((r) => `ys[y${r} + d] = ${type}(a${r});`)} }` : ""}
        }
        j += 4u;
        if (last) { break; }
      }`,
  };
}

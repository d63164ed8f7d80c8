import type { Program } from "../gpu/program";
import { storageType } from "../gpu/storage";
import type { Plan } from "../plans/plan";
import { FLOATS } from "../wgsl/floats";
import { GROUP_INDEX, linearGroups } from "../wgsl/grid";
import { ATTENTION_UNIFORMS, attentionUniforms, readsVectors, rowFunctions } from "./sizes";

/** Queries of a workgroup, and keys that it takes at a time. */
const BLOCK = 32;

/**
 * A workgroup of 8 × 8 takes 32 queries through blocks of 32 keys, all in workgroup memory: each invocation has four
 * queries (components of its vectors), of which it computes the scores of four keys and then up to four vectors of the
 * output. More features of values than that are divided among workgroups.
 */
export const attend: Plan["attention"] = (gpu, inputs, outputs, attrs) => {
  const [q, , v, mask] = inputs;
  const isVector = readsVectors(inputs);
  const stored = storageType(q.dtype);
  const vectors = Math.ceil(v.shape[2] / 4);
  const columns = vectors <= 8 ? 1 : vectors <= 16 ? 2 : 4;
  const tiles = Math.ceil(vectors / (8 * columns));
  const blocks = q.shape[0] * Math.ceil(q.shape[1] / BLOCK);
  gpu.run({
    key: `attention ${stored} ${isVector} ${mask !== undefined} ${columns}`,
    program: () => hardwareProgram(stored, isVector, mask !== undefined, columns),
    buffers: [...inputs, ...outputs].map(({ buffer }) => buffer),
    uniforms: [...attentionUniforms(inputs, attrs, BLOCK), tiles],
    groups: linearGroups(gpu, blocks * tiles),
  });
};

export function hardwareProgram(stored: string, isVector: boolean, hasMask: boolean, columns: number): Program {
  const type = isVector ? `vec4<${stored}>` : stored;
  const four = [0, 1, 2, 3];
  const list = (text: (i: number) => string, separator = "\n"): string => four.map(text).join(separator);
  const tiles = Array.from({ length: columns }, (_, n) => n);
  const component = (i: number): string => "xyzw"[i];
  const inVectors = (size: string): string => (isVector ? `u.${size}` : `(u.${size} + 3u) / 4u`);
  return {
    name: "attention",
    bindings: [
      { name: "qs", type, access: "read" },
      { name: "ks", type, access: "read" },
      { name: "vs", type, access: "read" },
      ...(hasMask ? [{ name: "mask", type: stored, access: "read" } as const] : []),
      { name: "ys", type, access: "read_write" },
    ],
    uniforms: [...ATTENTION_UNIFORMS, "tiles"],
    workgroup: [64, 1, 1],
    declarations: `
      ${FLOATS}
      ${rowFunctions("vec4<f32>")}
      // Rows of 33, so that lanes that write a column do not wait for one bank.
      var<workgroup> queries: array<vec4<f32>, 264>;
      var<workgroup> others: array<vec4<f32>, 264>;
      var<workgroup> weights: array<vec4<f32>, 256>;
      var<workgroup> perLane: array<vec4<f32>, 64>;
      ${loader("qs", "e", isVector)} ${loader("ks", "e", isVector)} ${loader("vs", "ev", isVector)}
      ${storer(stored, isVector)}`,
    main: `
      let block = ${GROUP_INDEX} / u.tiles;
      let b = block / u.blocks;
      if (b >= u.batch) { return; }
      let start = block % u.blocks * ${BLOCK}u;
      let x = lane % 8u;
      let y = lane / 8u;
      let rows = vec4<u32>(start + y) + vec4<u32>(0, 8, 16, 24);
      let column = ${GROUP_INDEX} % u.tiles * ${columns * 8}u;
      let limits = select(vec4<u32>(u.s), min(vec4<u32>(u.s), rows + 1), u.isCausal == 1u);
      let end = select(u.s, min(u.s, start + ${BLOCK}u), u.isCausal == 1u);
      var most = vec4<f32>(-infinity());
      var sum = vec4<f32>(0);
      ${tiles.map((n) => list((r) => `var a${n}${r} = vec4<f32>(0);`, " ")).join("\n")}
      for (var j = 0u; j < end; j += ${BLOCK}u) {
        ${list((i) => `var s${i} = vec4<f32>(0);`, " ")}
        for (var d = 0u; d < ${inVectors("e")}; d += 8u) {
          workgroupBarrier();
          for (var i = lane; i < 256u; i += 64u) {
            let row = i / 8u;
            let to = i % 8u * 33u + row;
            queries[to] = load_qs(u.qAt + (b * u.l + start + row) * u.e, d + i % 8u, start + row < u.l);
            others[to] = load_ks(u.kAt + (b * u.s + j + row) * u.e, d + i % 8u, j + row < u.s);
          }
          workgroupBarrier();
          for (var at = 0u; at < 264u; at += 33u) {
            let q = mat4x4<f32>(${list((r) => `queries[at + y + ${8 * r}u]`, ", ")});
            ${list((i) => `s${i} += others[at + x + ${8 * i}u] * q;`)}
          }
        }
        ${list(
          (i) => `
        let key${i} = j + x + ${8 * i}u;
        s${i} *= u.scale;
        ${hasMask ? `s${i} += vec4<f32>(${list((r) => `f32(mask[u.maskAt + (b * u.l + rows[${r}]) * u.s + key${i}])`, ", ")});` : ""}
        s${i} = select(vec4<f32>(-infinity()), s${i}, vec4<u32>(key${i}) < limits);`,
        )}
        perLane[lane] = max(max(s0, s1), max(s2, s3));
        workgroupBarrier();
        let before = most;
        for (var i = 0u; i < 8u; i++) { most = max(most, perLane[y * 8u + i]); }
        let base = finite(most);
        let keep = exp(before - base);
        ${list((i) => `s${i} = exp(s${i} - base); weights[(x + ${8 * i}u) * 8u + y] = s${i};`)}
        sum = sum * keep + s0 + s1 + s2 + s3;
        ${tiles
          .map(
            (n) => `
        workgroupBarrier();
        for (var i = lane; i < 256u; i += 64u) {
          others[i] = load_vs(u.vAt + (b * u.s + j + i / 8u) * u.ev, column + ${8 * n}u + i % 8u, j + i / 8u < u.s);
        }
        workgroupBarrier();
        ${list((r) => `a${n}${r} *= keep.${component(r)};`, " ")}
        for (var i = 0u; i < 256u; i += 8u) {
          let w = weights[i + y];
          let v = others[i + x];
          ${list((r) => `a${n}${r} += w.${component(r)} * v;`, " ")}
        }`,
          )
          .join("")}
      }
      perLane[lane] = sum;
      workgroupBarrier();
      var total = vec4<f32>(0);
      for (var i = 0u; i < 8u; i++) { total += perLane[y * 8u + i]; }
      let factor = inverse(total);
      ${list(
        (r) => `
      if (rows[${r}] < u.l) {
        let to = (b * u.l + rows[${r}]) * u.ev;
        ${tiles.map((n) => `store(to, column + ${8 * n}u + x, a${n}${r} * factor.${component(r)});`).join(" ")}
      }`,
      )}`,
  };
}

/** `load_xs(at, d, isInside)`: vector `d` of the features at `at`, 0 beyond their `size`. */
function loader(name: string, size: string, isVector: boolean): string {
  const head = `fn load_${name}(at: u32, d: u32, isInside: bool) -> vec4<f32> {`;
  if (isVector) return `${head} return select(vec4<f32>(0), vec4<f32>(${name}[at + d]), isInside && d < u.${size}); }`;
  return `${head}
    let first = at + 4u * d;
    let values = vec4<f32>(f32(${name}[first]), f32(${name}[first + 1u]), f32(${name}[first + 2u]), f32(${name}[first + 3u]));
    return select(vec4<f32>(0), values, vec4<bool>(isInside) & (vec4<u32>(4u * d) + vec4<u32>(0, 1, 2, 3) < vec4<u32>(u.${size})));
  }`;
}

/** `store(at, d, value)`: writes vector `d` of the output's features at `at`, as far as there are any. */
function storer(stored: string, isVector: boolean): string {
  const head = "fn store(at: u32, d: u32, value: vec4<f32>) {";
  if (isVector) return `${head} if (d < u.ev) { ys[at + d] = vec4<${stored}>(value); } }`;
  return `${head}
    for (var i = 0u; i < 4u; i++) {
      if (4u * d + i < u.ev) { ys[at + 4u * d + i] = ${stored}(value[i]); }
    }
  }`;
}

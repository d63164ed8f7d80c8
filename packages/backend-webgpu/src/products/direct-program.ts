import type { Program } from "../gpu/program";
import { GROUP_INDEX } from "../wgsl/grid";
import { placing } from "../wgsl/strided";
import { biasAt, matrixBindings, matrixUniforms } from "./matrices";
import type { Layout } from "./matmul-sizes";
import { lines, list } from "./repeat";

/** Columns of a workgroup: each invocation has vectors of four neighbours. */
export function columnsOf({ lanes }: Pick<DirectPlan, "lanes">): number {
  // SwiftShader, which computes 4 invocations at a time, gains by more vectors; Mesa, which computes 8, does not.
  return lanes === 4 ? 64 : 32;
}

/** What the text of a product read straight from storage depends on. */
export interface DirectPlan {
  readonly stored: "f32" | "f16";
  /** Of each invocation. */
  readonly rows: number;
  /** Invocations of a workgroup. */
  readonly lanes: number;
  /** Whether they are a subgroup and share what they read of a. */
  readonly shares: boolean;
  /** Dimensions of the batch. */
  readonly rank: number;
  readonly a: Layout;
  readonly b: Layout;
  /** Whether k is no multiple of 4. */
  readonly hasTail: boolean;
  /** Whether rows of y are whole vectors. */
  readonly isWide: boolean;
  readonly hasBias: boolean;
}

/**
 * A product whose operands are read straight from storage: workgroup memory gains nothing on processors, and loads,
 * which go one invocation at a time there, cost more than arithmetic. Each invocation multiplies a few rows by
 * vectors of columns. Where `shares`, the invocations read different elements of a and hand them to each other.
 */
export function directProgram(plan: DirectPlan): Program {
  const { stored, rows, lanes, shares, rank, a, b, hasTail, isWide, hasBias } = plan;
  const columns = columnsOf(plan);
  const vectors = columns / lanes / 4;
  const byLine = a === "line" && shares && rows % 4 === 0;
  const block = !shares ? 4 : byLine ? lanes : 4 * lanes;
  const left = byLine ? rowsOfA(rows) : quadsOfA(rows, a === "k", shares);
  const all = (text: (i: number, j: number) => string): string => lines(rows, (i) => lines(vectors, (j) => text(i, j)));
  return {
    name: "matmul",
    bindings: matrixBindings({
      a: a === "k" || byLine ? `vec4<${stored}>` : stored,
      b: b === "strided" ? stored : `vec4<${stored}>`,
      y: isWide ? `vec4<${stored}>` : stored,
      bias: hasBias ? stored : undefined,
    }).flat(),
    uniforms: ["m", "n", "k", "down", "across", "tiles", ...matrixUniforms(rank)],
    workgroup: [lanes, 1, 1],
    subgroups: shares,
    declarations: `
      fn inside(k: u32) -> vec4<bool> { return vec4(k, k + 1u, k + 2u, k + 3u) < vec4(u.k); }
      fn put(batch: u32, row: u32, column: u32, sum: vec4<f32>) {
        if (row >= u.m || column >= u.n) { return; }
        let place = (batch * u.m + row) * u.n + column;
        let value = sum${hasBias ? ` + vec4(${list(4, (i) => biasAt(`column + ${i}u`))})` : ""};
        ${isWide ? `yData[place / 4u] = vec4<${stored}>(value);` : lines(4, (i) => `if (column + ${i}u < u.n) { yData[place + ${i}u] = ${stored}(value[${i}]); }`)}
      }`,
    main: `
      let index = ${GROUP_INDEX};
      if (index >= u.tiles) { return; }
      let me = ${shares ? "subgroupLane" : "lane"};
      let column = index % u.across * ${columns}u + me * ${vectors * 4}u;
      let row = index / u.across % u.down * ${rows}u;
      let batch = index / u.across / u.down;
      var aPlace = u.a_offset + row * u.a_line;
      var bPlace = u.b_offset + column * u.b_line;
      ${placing(rank, "batch", ["a", "b"], ["aPlace", "bPlace"])}
      ${all((i, j) => `var sum${i}_${j} = vec4<f32>();`)}
      ${b === "strided" ? "" : `bPlace /= 4u;\nlet bNext = u32(i32(u.${b === "line" ? "b_k" : "b_line"}) / 4);`}
      for (var first = 0u; first < u.k; first += ${block}u) {
        ${left.read}
        ${shares ? `for (var step = 0u; step < min(${block / 4}u, (u.k - first + 3u) / 4u); step++) {` : "{"}
          let k = first${shares ? " + 4u * step" : ""};
          var left = 0.0;
          ${lines(vectors, (j) => quadsOfB(j, b, hasTail))}
          ${lines(4, (q) =>
            lines(
              rows,
              (i) => `left = ${left.element(i, q)};\n${lines(vectors, (j) => `sum${i}_${j} += left * b${q}_${j};`)}`,
            ),
          )}
        }
      }
      ${all((i, j) => `put(batch, row + ${i}u, column + ${j * 4}u, sum${i}_${j});`)}`,
  };
}

/** Each invocation reads four along k of every row. */
function quadsOfA(rows: number, isWide: boolean, shares: boolean) {
  const load = (i: number): string => {
    const start = `aPlace + ${i}u * u.a_line`;
    return isWide ? `vec4<f32>(aData[(${start} + mine) / 4u])` : four("aData", `${start} + mine * u.a_k`, "u.a_k");
  };
  return {
    read: `
      let mine = first${shares ? " + 4u * me" : ""};
      ${lines(rows, (i) => `let a${i} = select(vec4<f32>(), ${load(i)}, inside(mine));`)}`,
    element: (i: number, q: number) => (shares ? `subgroupShuffle(a${i}[${q}], step)` : `a${i}[${q}]`),
  };
}

/** Each invocation reads all rows at one k, where rows are neighbours. */
function rowsOfA(rows: number) {
  const load = (i: number): string => `vec4<f32>(aData[(aPlace + ${4 * i}u + mine * u.a_k) / 4u])`;
  return {
    read: `
      let mine = first + me;
      ${lines(rows / 4, (i) => `let a${i} = select(vec4<f32>(), ${load(i)}, mine < u.k);`)}`,
    element: (i: number, q: number) => `subgroupShuffle(a${Math.floor(i / 4)}[${i % 4}], step * 4u + ${q}u)`,
  };
}

/** Vectors of four columns at k to k + 3. */
function quadsOfB(j: number, layout: Layout, hasTail: boolean): string {
  const masked = (load: string, mask: string): string => (hasTail ? `select(vec4<f32>(), ${load}, ${mask})` : load);
  if (layout === "line") {
    return lines(4, (q) => {
      const load = `vec4<f32>(bData[bPlace + ${j}u + (k + ${q}u) * bNext])`;
      return `let b${q}_${j} = ${masked(load, `k + ${q}u < u.k`)};`;
    });
  }
  const read = lines(4, (c) => {
    const start = `bPlace + ${4 * j + c}u * u.b_line`;
    const wide = `vec4<f32>(bData[bPlace + ${4 * j + c}u * bNext + k / 4u])`;
    return `let t${c}_${j} = ${masked(layout === "k" ? wide : four("bData", `${start} + k * u.b_k`, "u.b_k"), "inside(k)")};`;
  });
  return `${read}\n${lines(4, (q) => `let b${q}_${j} = vec4(${list(4, (c) => `t${c}_${j}[${q}]`)});`)}`;
}

/** Four elements with `stride` between. */
function four(data: string, start: string, stride: string): string {
  return `vec4<f32>(vec4(${list(4, (i) => `${data}[${start} + ${i}u * ${stride}]`)}))`;
}

import { GROUP_INDEX } from "../wgsl/grid";
import type { Frame } from "./frame";

/** Uniforms that a frame has the values of. */
export const FRAME_UNIFORMS: readonly string[] =
  "lines,total,chunk,chunks,step,pieceLength,stride,jump,rest,cycle,group".split(",");

/** WGSL of a frame. */
export interface FrameText {
  /** Types of an element, of its storage, of a total over a line, and of two such totals. */
  readonly element: string;
  readonly stored: string;
  readonly total: string;
  readonly pair: string;
  /** Types that a parameter has in storage and when loaded, and that a total has in storage. */
  readonly parameter: string;
  readonly loadedParameter: string;
  readonly perLine: string;
  readonly workgroup: readonly [number, number, number];
  /** `together(a, b, lane, member)`: the sums of both over a team. */
  readonly declarations: string;
  /**
   * Defines `index` (of the team), `line`, `base` (its first element), `owned` (its first parameter), `first` and `end`
   * of its chunk, `count` and `size` (numbers in the chunk and in the line) and `leads` (of the team).
   */
  readonly start: string;
  /** A loop over the elements of a chunk: `at` is the place of one, `p` its piece, `parameter` its parameter's place. */
  readonly each: (body: string) => string;
  /** The sum of the numbers in the element `name`, as a total. */
  readonly fold: (name: string) => string;
}

export function frameText(frame: Frame): FrameText {
  const { isColumns, isVector, scalar, units, team } = frame;
  const vector = `vec4<${scalar}>`;
  const element = isVector ? "vec4<f32>" : "f32";
  const total = units.totals === 4 ? element : "f32";
  const pair = pairOf(frame);
  return {
    element,
    stored: isVector ? vector : scalar,
    total,
    pair,
    parameter: units.parameters === 4 ? vector : scalar,
    loadedParameter: units.parameters === 4 ? "vec4<f32>" : "f32",
    perLine: perLineOf(frame),
    workgroup: [team.size * team.perGroup, 1, 1],
    declarations: together(pair, total, frame),
    start: start(frame),
    each: (body) => each(frame, body),
    fold: (name) => (isColumns || !isVector ? name : `dot(${name}, vec4<f32>(1))`),
  };
}

/** The type of two totals. */
export function pairOf({ units }: Frame): string {
  return units.totals === 4 ? "mat2x4<f32>" : "vec2<f32>";
}

/** The type of a total in storage. */
export function perLineOf({ units, scalar }: Frame): string {
  return units.totals === 4 ? `vec4<${scalar}>` : scalar;
}

function start({ team: { size, perGroup, pitch }, isColumns, units }: Frame): string {
  const [member, team] =
    size === 1
      ? ["0u", "lane"]
      : pitch === 1
        ? [`lane % ${size}u`, `lane / ${size}u`]
        : [`lane / ${pitch}u`, `lane % ${pitch}u`];
  const numbers = isColumns ? 1 : units.elements;
  return `
    let member = ${member};
    let place = ${GROUP_INDEX} * ${perGroup}u + ${team};
    let index = min(place, u.lines * u.chunks - 1u);
    let leads = place == index && member == 0u;
    let line = index % u.lines;
    let first = index / u.lines * u.chunk;
    let end = select(first, min(first + u.chunk, u.total), place == index);
    let base = line * u.step;
    let owned = line % u.cycle * u.group;
    let count = f32(end - first) * ${numbers}.0;
    let size = f32(u.total) * ${numbers}.0;`;
}

function each({ hasPieces, along, team: { size } }: Frame, body: string): string {
  const next = { elements: " + k", pieces: " + p", line: "" }[along];
  if (!hasPieces) {
    return `for (var k = first + member; k < end; k += ${size}u) {
      const p = 0u;
      let at = base + k;
      let parameter = owned${next};
      ${body}
    }`;
  }
  return `{
    var p = (first + member) / u.pieceLength;
    var i = (first + member) % u.pieceLength;
    for (var k = first + member; k < end; k += ${size}u) {
      let at = base + p * u.stride + i;
      let parameter = owned${next};
      ${body}
      p += u.jump;
      i += u.rest;
      if (i >= u.pieceLength) { i -= u.pieceLength; p++; }
    } }`;
}

function together(pair: string, total: string, { team: { size, perGroup, pitch } }: Frame): string {
  const head = `fn together(a: ${total}, b: ${total}, lane: u32, member: u32) -> ${pair} {`;
  if (size === 1) return `${head} return ${pair}(a, b); }`;
  return `
    var<workgroup> sums: array<${pair}, ${size * perGroup}>;
    ${head}
      sums[lane] = ${pair}(a, b);
      for (var half = ${size / 2}u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if (member < half) { sums[lane] = sums[lane] + sums[lane + half * ${pitch}u]; }
      }
      workgroupBarrier();
      let all = sums[lane - member * ${pitch}u];
      workgroupBarrier();
      return all;
    }`;
}

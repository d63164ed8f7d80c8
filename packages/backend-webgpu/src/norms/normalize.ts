import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import type { Binding, Program } from "../gpu/program";
import { type Frame, frameOf } from "./frame";
import { FRAME_UNIFORMS, type FrameText, frameText } from "./frame-text";
import type { NormLayout } from "./layout";
import { partBytes } from "./parts";

/** What a run does: all of a line; or the statistics of chunks; or the rest, from those. */
type Stage = "whole" | "statistics" | "rest";

/** Parts of a program other than the frame. */
interface NormTraits {
  readonly centered: boolean;
  readonly hasWeight: boolean;
  readonly hasBias: boolean;
}

/** (x, weight?, bias?) → (y, mean, biased variance) or, not `centered`, (y, mean square). */
export function normalize(
  gpu: Gpu,
  inputs: readonly View[],
  outputs: readonly View[],
  eps: number,
  centered: boolean,
  layout: NormLayout,
): void {
  const [x, weight, bias] = inputs;
  const frame = frameOf(gpu, layout, { elements: [x], parameters: inputs.slice(1) });
  const traits = { centered, hasWeight: weight !== undefined, hasBias: bias !== undefined };
  const { units } = frame;
  const uniforms = [
    ...frame.uniforms,
    x.offset / units.elements,
    (weight?.offset ?? 0) / units.parameters,
    (bias?.offset ?? 0) / units.parameters,
    eps,
  ];
  const run = (stage: Stage, buffers: readonly object[]): void =>
    gpu.run({
      key: `norm ${stage} ${centered} ${inputs.length} ${frame.flags}`,
      program: () => normProgram(frame, stage, traits),
      buffers,
      uniforms,
      groups: frame.groups,
    });
  const given = inputs.map(({ buffer }) => buffer);
  const results = outputs.map(({ buffer }) => buffer);
  if (frame.chunks === 1) {
    run("whole", [...given, ...results]);
    return;
  }
  gpu.borrow(partBytes(frame), (parts) => {
    run("statistics", [x.buffer, parts]);
    run("rest", [...given, parts, ...results]);
  });
}

export function normProgram(frame: Frame, stage: Stage, traits: NormTraits): Program {
  const text = frameText(frame);
  const { element, stored, total, pair, parameter, loadedParameter, perLine, each } = text;
  const { centered, hasWeight, hasBias } = traits;
  const writesParts = stage === "statistics";
  const bindings: Binding[] = [{ name: "xs", type: stored, access: "read" }];
  if (hasWeight && !writesParts) bindings.push({ name: "ws", type: parameter, access: "read" });
  if (hasBias && !writesParts) bindings.push({ name: "bs", type: parameter, access: "read" });
  if (stage !== "whole") bindings.push({ name: "parts", type: pair, access: writesParts ? "read_write" : "read" });
  if (!writesParts) {
    bindings.push({ name: "ys", type: stored, access: "read_write" });
    if (centered) bindings.push({ name: "means", type: perLine, access: "read_write" });
    bindings.push({ name: "spreads", type: perLine, access: "read_write" });
  }
  const x = `${element}(xs[u.xAt + at])`;
  const value = `(x - mean) * scale${hasWeight ? ` * ${loadedParameter}(ws[u.wAt + parameter])` : ""}`;
  const shift = hasBias ? ` + ${loadedParameter}(bs[u.bAt + parameter])` : "";
  return {
    name: writesParts ? "norm statistics" : "norm",
    bindings,
    uniforms: [...FRAME_UNIFORMS, "xAt", "wAt", "bAt", "eps: f32"],
    workgroup: text.workgroup,
    declarations: (stage === "rest" ? "" : text.declarations) + (centered ? corrected(total) : ""),
    main: `
      ${text.start}
      ${stage === "rest" ? fromParts(text, centered) : centered ? deviations(text, x) : squares(text, x)}
      ${
        writesParts
          ? `if (leads) { parts[index] = ${pair}(mean, spread); }`
          : `let variance = spread / size;
      if (leads && first == 0u) {
        ${centered ? `means[line] = ${perLine}(mean);` : ""}
        spreads[line] = ${perLine}(variance);
      }
      let scale = inverseSqrt(variance + u.eps);
      ${each(`let x = ${x}; ys[at] = ${stored}(${value}${shift});`)}`
      }`,
  };
}

/** A mean and what is missing to it, unless that is unknown because elements are infinite. */
function corrected(total: string): string {
  const bits = total.replace("f32", "u32");
  return `
    fn corrected(mean: ${total}, missing: ${total}) -> ${total} {
      let isNaN = (bitcast<${bits}>(missing) & ${bits}(0x7fffffffu)) > ${bits}(0x7f800000u);
      return select(mean + missing, mean, isNaN);
    }`;
}

/**
 * The mean, and the sum of the squared deviations from it: the deviations from a rounded mean tell how far that is off,
 * so that a mean far from 0 costs no digits (Chan, Golub & LeVeque 1983, the corrected two-pass algorithm).
 */
function deviations({ element, total, each, fold }: FrameText, x: string): string {
  return `
    var sum = ${element}(0);
    ${each(`sum += ${x};`)}
    let rough = together(${fold("sum")}, ${total}(0), lane, member)[0] / count;
    var off = ${element}(0);
    var squares = ${element}(0);
    ${each(`let d = ${x} - rough; off += d; squares += d * d;`)}
    let rest = together(${fold("off")}, ${fold("squares")}, lane, member);
    let missing = rest[0] / count;
    let mean = corrected(rough, missing);
    let spread = abs(rest[1] - missing * rest[0]);`;
}

function squares({ element, total, each, fold }: FrameText, x: string): string {
  return `
    var squares = ${element}(0);
    ${each(`let x = ${x}; squares += x * x;`)}
    let mean = ${total}(0);
    let spread = together(${fold("squares")}, mean, lane, member)[0];`;
}

/** The same from those of a line's chunks (Chan, Golub & LeVeque 1983). */
function fromParts({ total }: FrameText, centered: boolean): string {
  const loop = (body: string): string => `
    for (var c = 0u; c < u.chunks; c++) {
      let part = parts[c * u.lines + line];
      let share = f32(min(u.chunk, u.total - c * u.chunk)) / f32(u.total);
      ${body}
    }`;
  if (!centered) return `let mean = ${total}(0); var spread = ${total}(0); ${loop("spread += part[1];")}`;
  return `
    let origin = parts[line][0];
    var missing = ${total}(0);
    ${loop("missing += share * (part[0] - origin);")}
    let mean = corrected(origin, missing);
    var spread = ${total}(0);
    ${loop("let d = part[0] - mean; spread += part[1] + share * size * d * d;")}`;
}

import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import type { Binding, Program } from "../gpu/program";
import { type Frame, frameOf } from "./frame";
import { FRAME_UNIFORMS, frameText } from "./frame-text";
import type { NormLayout } from "./layout";
import { addParts, partBytes, SUM_PARTS } from "./parts";

/** What a run does: all of a line; or the sums of chunks; or the rest, from those. */
type Stage = "whole" | "sums" | "rest";

interface Traits {
  readonly centered: boolean;
  readonly hasWeight: boolean;
  /** The sums over a line are the gradients of its own weight and bias. */
  readonly givesParameters: boolean;
}

/**
 * (g, x, mean, variance, weight?) or, not `centered`, (g, x, mean square, weight?) → gradient of x and, where every line
 * has parameters of its own, those of weight and bias.
 */
export function normalizeGrad(
  gpu: Gpu,
  inputs: readonly View[],
  outputs: readonly View[],
  eps: number,
  centered: boolean,
  layout: NormLayout,
): void {
  const [g, x] = inputs;
  const statistics = inputs.slice(2, centered ? 4 : 3);
  const weight = inputs.at(centered ? 4 : 3);
  const frame = frameOf(gpu, layout, { elements: [g, x], parameters: weight ? [weight] : [], totals: statistics });
  const { units, along } = frame;
  const traits = { centered, hasWeight: weight !== undefined, givesParameters: outputs.length > 1 };
  const uniforms = [
    ...frame.uniforms,
    g.offset / units.elements,
    x.offset / units.elements,
    ...statistics.map(({ offset }) => offset / units.totals),
    (weight?.offset ?? 0) / units.parameters,
    eps,
  ];
  const run = (stage: Stage, buffers: readonly object[]): void =>
    gpu.run({
      key: `norm gradient ${stage} ${centered} ${inputs.length} ${outputs.length} ${frame.flags}`,
      program: () => normGradProgram(frame, stage, traits),
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
    // Weights that are the same over a line do not count in its sums.
    run("sums", [...(along === "line" ? given.slice(0, centered ? 4 : 3) : given), parts]);
    run("rest", [...given, parts, results[0]]);
    if (traits.givesParameters) addParts(gpu, frame, parts, results.slice(1));
  });
}

export function normGradProgram(frame: Frame, stage: Stage, traits: Traits): Program {
  const text = frameText(frame);
  const { element, stored, total, pair, parameter, loadedParameter, perLine, each, fold } = text;
  const { along } = frame;
  const { centered, hasWeight, givesParameters } = traits;
  const isSums = stage === "sums";
  const weighs = hasWeight && along !== "line";
  const readsWeight = weighs || (hasWeight && !isSums);
  const statistics = centered ? ["means", "spreads"] : ["spreads"];
  const bindings: Binding[] = [
    { name: "gs", type: stored, access: "read" },
    { name: "xs", type: stored, access: "read" },
  ];
  for (const name of statistics) bindings.push({ name, type: perLine, access: "read" });
  if (readsWeight) bindings.push({ name: "ws", type: parameter, access: "read" });
  if (stage !== "whole") bindings.push({ name: "parts", type: pair, access: isSums ? "read_write" : "read" });
  if (!isSums) bindings.push({ name: "toX", type: stored, access: "read_write" });
  if (stage === "whole" && givesParameters) {
    bindings.push({ name: "toWeight", type: perLine, access: "read_write" });
    bindings.push({ name: "toBias", type: perLine, access: "read_write" });
  }
  const weight = `${loadedParameter}(ws[u.wAt + parameter])`;
  const load = `
    let g = ${element}(gs[u.gAt + at])${weighs ? ` * ${weight}` : ""};
    let normal = (${element}(xs[u.xAt + at]) - mean) * scale;`;
  return {
    name: isSums ? "norm gradient sums" : "norm gradient",
    bindings,
    uniforms: [...FRAME_UNIFORMS, "gAt", "xAt", ...statistics.map((name) => `${name}At`), "wAt", "eps: f32"],
    workgroup: text.workgroup,
    declarations: stage === "rest" ? "" : text.declarations,
    main: `
      ${text.start}
      let mean = ${centered ? `${total}(means[u.meansAt + line])` : `${total}(0)`};
      let scale = inverseSqrt(${total}(spreads[u.spreadsAt + line]) + u.eps);
      ${
        stage === "rest"
          ? SUM_PARTS
          : `
      var gSum = ${element}(0);
      var normalSum = ${element}(0);
      ${each(`${load} gSum += g; normalSum += g * normal;`)}
      let sums = together(${fold("gSum")}, ${fold("normalSum")}, lane, member);`
      }
      ${
        isSums
          ? "if (leads) { parts[index] = sums; }"
          : `
      ${
        stage === "whole" && givesParameters
          ? `if (leads) {
        toWeight[line] = ${perLine}(sums[1]);
        toBias[line] = ${perLine}(sums[0]);
      }`
          : ""
      }
      let shift = ${centered ? "sums[0] / size" : `${total}(0)`};
      let slope = sums[1] / size;
      let factor = scale${hasWeight && !weighs ? ` * ${weight.replace("parameter", "owned")}` : ""};
      ${each(`${load} toX[at] = ${stored}((g - shift - normal * slope) * factor);`)}`
      }`,
  };
}

import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import type { Binding, Program } from "../gpu/program";
import { type Frame, frameOf } from "./frame";
import { FRAME_UNIFORMS, frameText } from "./frame-text";
import { channelsOf } from "./layout";
import { addParts, partBytes } from "./parts";

/** How x [images, parameters, plane] lies to its statistics: `groups` in each image, of `perGroup` parameters. */
interface ParameterLayout {
  readonly images: number;
  readonly parameters: number;
  readonly plane: number;
  readonly groups: number;
}

/** (g, x, mean?, spread) → gradients of weight and, with a mean, of bias: sums over images and planes. */
export function parameterGrads(
  gpu: Gpu,
  inputs: readonly View[],
  outputs: readonly View[],
  eps: number,
  { images, parameters, plane, groups }: ParameterLayout,
): void {
  const centered = inputs.length === 4;
  const perGroup = parameters / groups;
  const [g, x] = inputs;
  const layout = channelsOf(images, parameters, plane);
  const frame = frameOf(gpu, layout, { elements: [g, x] }, groups === 1 ? 4 : perGroup);
  const { units } = frame;
  const results = outputs.map(({ buffer }) => buffer);
  const isWhole = frame.chunks === 1;
  const run = (to: readonly object[]): void =>
    gpu.run({
      key: `norm parameter sums ${isWhole} ${centered} ${frame.flags}`,
      program: () => parameterProgram(frame, isWhole, centered),
      buffers: [...inputs.map(({ buffer }) => buffer), ...to],
      uniforms: [
        ...frame.uniforms,
        g.offset / units.elements,
        x.offset / units.elements,
        ...inputs.slice(2).map(({ offset }) => offset),
        groups,
        perGroup / units.totals,
        eps,
      ],
      groups: frame.groups,
    });
  if (isWhole) run(results);
  else {
    gpu.borrow(partBytes(frame), (parts) => {
      run([parts]);
      addParts(gpu, frame, parts, results);
    });
  }
}

function parameterProgram(frame: Frame, isWhole: boolean, centered: boolean): Program {
  const text = frameText(frame);
  const { element, stored, pair, perLine, each, fold } = text;
  const { scalar } = frame;
  const statistics = centered ? ["means", "spreads"] : ["spreads"];
  const outputs = centered ? ["toWeight", "toBias"] : ["toWeight"];
  const bindings: Binding[] = [
    { name: "gs", type: stored, access: "read" },
    { name: "xs", type: stored, access: "read" },
    ...statistics.map((name): Binding => ({ name, type: scalar, access: "read" })),
    ...(isWhole
      ? outputs.map((name): Binding => ({ name, type: perLine, access: "read_write" }))
      : [{ name: "parts", type: pair, access: "read_write" } as const]),
  ];
  return {
    name: "norm parameter gradients",
    bindings,
    uniforms: [
      ...FRAME_UNIFORMS,
      "gAt",
      "xAt",
      ...statistics.map((name) => `${name}At`),
      "groups",
      "perGroup",
      "eps: f32",
    ],
    workgroup: text.workgroup,
    declarations: text.declarations,
    main: `
      ${text.start}
      let column = line / u.perGroup;
      var gSum = ${element}(0);
      var normalSum = ${element}(0);
      ${each(`
        let s = p * u.groups + column;
        let g = ${element}(gs[u.gAt + at]);
        let x = ${element}(xs[u.xAt + at])${centered ? " - f32(means[u.meansAt + s])" : ""};
        gSum += g;
        normalSum += g * x * inverseSqrt(f32(spreads[u.spreadsAt + s]) + u.eps);`)}
      let sums = together(${fold("gSum")}, ${fold("normalSum")}, lane, member);
      ${
        isWhole
          ? `if (leads) {
        toWeight[line] = ${perLine}(sums[1]);
        ${centered ? `toBias[line] = ${perLine}(sums[0]);` : ""}
      }`
          : "if (leads) { parts[index] = sums; }"
      }`,
  };
}

import { sizeOf, type View } from "@nn/core";
import type { Gpu } from "./gpu/gpu";
import type { Program } from "./gpu/program";
import { storageType } from "./gpu/storage";
import { LINEAR, linearGroups } from "./wgsl/grid";
import { eachVector, stepOf, turnsOn } from "./wgsl/turns";
import { type Layout, layoutOf, layoutUniforms, loadVector, placeOperand, storeVector } from "./wgsl/vectors";

/** Tensors that one run places: with the output they take seven of the eight buffers that every device binds. */
const MOST = 6;
/** Elements of tensors so large that a run of their own costs nothing beside; on a processor many streams are slow. */
const LARGE = 2 ** 14;

/** How many tensors of `shape` one run may place. */
export function mostPlaced(shape: readonly number[]): number {
  return sizeOf(shape) < LARGE ? MOST : 1;
}

/**
 * Writes `xs`, whose shapes, strides and offsets are equal, where the view `y` of that shape lies, each `gap` elements
 * behind the one before. What lies between is left as it is.
 */
export function place(gpu: Gpu, xs: readonly View[], y: View, gap: number): void {
  const turns = turnsOn(gpu);
  const layout = layoutOf(y.shape, [xs[0], y], stepOf(turns), gap);
  const size = sizeOf(y.shape);
  const vectors = Math.ceil(size / 4);
  const type = storageType(y.dtype);
  const [source, target] = layout.accesses;
  gpu.run({
    key: `place ${xs.length} ${type} ${layout.rank} ${layout.isRagged} ${source} ${target} ${turns}`,
    program: () => placeProgram(layout, xs.length, type, turns),
    buffers: [...xs.map(({ buffer }) => buffer), y.buffer],
    uniforms: [vectors, size, target === "vector" ? gap / 4 : gap, ...layout.values],
    groups: linearGroups(gpu, Math.ceil(vectors / (LINEAR * turns))),
  });
}

function placeProgram(layout: Layout, count: number, type: string, turns: number): Program {
  const [source, target] = layout.accesses.map((access) => (access === "vector" ? `vec4<${type}>` : type));
  const names = Array.from({ length: count }, (_, k) => `x${k}`);
  const moves = names.map((name, k) => {
    const store = storeVector(layout, 1, "y", "ys", "value", k === 0 ? "" : ` + ${k}u * u.gap`);
    return `{ let value = ${loadVector(layout, 0, "x", name, type)}; ${store} }`;
  });
  return {
    name: "place",
    bindings: [
      ...names.map((name) => ({ name, type: source, access: "read" as const })),
      { name: "ys", type: target, access: "read_write" },
    ],
    uniforms: ["vectors", "size", "gap", ...layoutUniforms(layout, ["x", "y"], turns > 1)],
    workgroup: [LINEAR, 1, 1],
    main: eachVector(layout, [placeOperand(layout, 0, "x"), placeOperand(layout, 1, "y"), ...moves].join("\n"), turns),
  };
}

import { sizeOf, type View } from "@nn/core";
import type { Gpu } from "./gpu/gpu";
import type { Program } from "./gpu/program";
import { itemBytes, storageType } from "./gpu/storage";
import { transpose, transpositionOf } from "./transpose";
import { LINEAR, linearGroups } from "./wgsl/grid";
import { walkViews } from "./wgsl/strided";
import { eachVector, stepOf, turnsOn } from "./wgsl/turns";
import { type Layout, layoutOf, layoutUniforms, loadVector, placeOperand } from "./wgsl/vectors";

const NAMES = ["a", "b", "c", "d"];

/** What a shader computes of the elements of operands `a`, `b`, `c`, `d` of equal shape. */
export interface Expression {
  /** Names the op and all that `code` depends on but the dtypes. */
  readonly name: string;
  /** A WGSL expression in the operands' names, which are vec4 of f32 (also for float16), i32 or u32. */
  readonly code: () => string;
  /** Functions that it calls, as `vectorMaths` gives them. */
  readonly functions?: () => string;
  /** Uniforms that it reads, besides `i`, the number of the output's vector; and their values. */
  readonly uniforms?: readonly string[];
  readonly values?: readonly number[];
}

/** Elements from which on a transposed operand is read faster from a contiguous copy. */
const LARGE = 2 ** 14;

/** Computes every element of contiguous `y` from strided operands of its shape. */
export function elementwise(gpu: Gpu, expression: Expression, y: View, ...operands: readonly View[]): void {
  const size = sizeOf(y.shape);
  for (let t = 0; size >= LARGE && t < operands.length; t++) {
    const operand = operands[t];
    const transposition = transpositionOf(walkViews(y.shape, [operand]));
    if (!transposition) continue;
    gpu.borrow(size * itemBytes(operand.dtype), (buffer) => {
      const copy = { ...operand, buffer, strides: y.strides, offset: 0 };
      transpose(gpu, operand, copy, transposition);
      elementwise(gpu, expression, y, ...operands.slice(0, t), copy, ...operands.slice(t + 1));
    });
    return;
  }
  const turns = turnsOn(gpu);
  const layout = layoutOf(y.shape, operands, stepOf(turns));
  const vectors = Math.ceil(size / 4);
  let key = `${expression.name} ${turns} ${y.dtype} ${layout.rank} ${layout.isRagged}`;
  const buffers: object[] = [];
  for (let t = 0; t < operands.length; t++) {
    key += ` ${operands[t].dtype} ${layout.accesses[t]}`;
    buffers.push(operands[t].buffer);
  }
  buffers.push(y.buffer);
  gpu.run({
    key,
    program: () =>
      elementwiseProgram(
        expression,
        layout,
        operands.map(({ dtype }) => storageType(dtype)),
        storageType(y.dtype),
        turns,
      ),
    buffers,
    uniforms: [vectors, ...layout.values, ...(expression.values ?? [])],
    groups: linearGroups(gpu, Math.ceil(vectors / (LINEAR * turns))),
  });
}

/** Four elements at a time: invocations next to each other take vectors next to each other, in each of `turns`. */
export function elementwiseProgram(
  { name, code, functions, uniforms = [] }: Expression,
  layout: Layout,
  types: readonly string[],
  output: string,
  turns: number,
): Program {
  const names = NAMES.slice(0, types.length);
  const { accesses } = layout;
  const loads = names.map((operand, t) => {
    const value = loadVector(layout, t, operand, `${operand}Data`, types[t] === "f16" ? "f32" : types[t]);
    return `${placeOperand(layout, t, operand)} let ${operand} = ${value};`;
  });
  const body = `${loads.join("\n")}\nyData[i] = vec4<${output}>(${code()});`;
  return {
    name,
    bindings: [
      ...names.map((operand, t) => ({
        name: `${operand}Data`,
        type: accesses[t] === "vector" ? `vec4<${types[t]}>` : types[t],
        access: "read" as const,
      })),
      { name: "yData", type: `vec4<${output}>`, access: "read_write" },
    ],
    uniforms: ["vectors", ...layoutUniforms(layout, names, turns > 1), ...uniforms],
    workgroup: [LINEAR, 1, 1],
    declarations: functions?.(),
    main: eachVector(layout, body, turns),
  };
}

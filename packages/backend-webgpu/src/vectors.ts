import type { DType, View } from "@nn/core";
import type { Gpu } from "./gpu/gpu";
import type { Program } from "./gpu/program";
import { storageType } from "./gpu/storage";
import { LINEAR } from "./wgsl/grid";
import { maths, vectorMaths } from "./wgsl/maths";
import { itemsEach, spreadGroups, spreading } from "./wgsl/spread";

/** A shader over vectors of 1 or 4 elements, of type `V` in computation and `S` in storage. */
export interface VectorCode {
  readonly name: string;
  /** Names of the arrays that are only read. Their elements start at `u.<name>_at`. */
  readonly reads: readonly string[];
  /** Names of the arrays that are also written. Their elements start at 0. */
  readonly writes: readonly string[];
  readonly uniforms: readonly string[];
  /** Names of the functions of `maths` that it calls. */
  readonly maths?: readonly string[];
  /** Functions of its own. */
  readonly functions?: string;
  /** What is done for vector `i`. */
  readonly body: string;
}

/** 4 where vectors of four elements fit `views` in rows of `length`, else 1. */
export function widthOf(views: readonly View[], length = 4): 1 | 4 {
  if (length % 4 !== 0) return 1;
  for (let i = 0; i < views.length; i++) if (views[i].offset % 4 !== 0) return 1;
  return 4;
}

/** Runs `code` for `size` vectors of `width` elements; `uniforms` are the values of its own ones. */
export function runVectors(
  gpu: Gpu,
  code: VectorCode,
  dtype: DType,
  width: 1 | 4,
  size: number,
  reads: readonly View[],
  writes: readonly View[],
  uniforms: readonly number[],
): void {
  const each = itemsEach(gpu, size);
  const buffers: object[] = [];
  const values = [size, each];
  for (let i = 0; i < reads.length; i++) {
    buffers.push(reads[i].buffer);
    values.push(reads[i].offset / width);
  }
  for (let i = 0; i < writes.length; i++) buffers.push(writes[i].buffer);
  for (let i = 0; i < uniforms.length; i++) values.push(uniforms[i]);
  gpu.run({
    key: `${code.name} ${dtype} ${width}`,
    program: () => vectorProgram(code, dtype, width),
    buffers,
    uniforms: values,
    groups: spreadGroups(gpu, size, each),
  });
}

export function vectorProgram(code: VectorCode, dtype: DType, width: 1 | 4): Program {
  const vectorOf = (type: string): string => (width === 4 ? `vec4<${type}>` : type);
  const type = vectorOf(storageType(dtype));
  return {
    name: code.name,
    bindings: [
      ...code.reads.map((name) => ({ name, type, access: "read" as const })),
      ...code.writes.map((name) => ({ name, type, access: "read_write" as const })),
    ],
    uniforms: ["size", "each", ...code.reads.map((name) => `${name}_at`), ...code.uniforms],
    workgroup: [LINEAR, 1, 1],
    declarations: [
      `alias V = ${vectorOf("f32")}; alias S = ${type};`,
      (width === 4 ? vectorMaths : maths)(...(code.maths ?? [])),
      code.functions ?? "",
    ].join("\n"),
    main: spreading(code.body),
  };
}

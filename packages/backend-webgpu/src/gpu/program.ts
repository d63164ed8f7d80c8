/** How a shader uses a buffer. */
export interface Binding {
  readonly name: string;
  /** The WGSL type of the array's elements, such as `f32` or `vec4<f32>`. */
  readonly type: string;
  readonly access: "read" | "read_write";
}

/** A compute shader in parts. */
export interface Program {
  /** Shown in errors and profiles. */
  readonly name: string;
  /** In the order of the buffers that it is run on. */
  readonly bindings: readonly Binding[];
  /** Fields of `u`, as `name` (of type u32) or `name: type` with a type of one word: u32, i32 or f32. */
  readonly uniforms: readonly string[];
  readonly workgroup: readonly [number, number, number];
  /** Declarations of the module: functions, constants, workgroup variables. */
  readonly declarations?: string;
  /** The body of the entry point, which has `local`, `lane`, `group` and `groups` (see `header`). */
  readonly main: string;
  /** Uses the subgroup functions; `subgroupLane` and `subgroupSize` are given then. */
  readonly subgroups?: boolean;
}

const BUILTINS = [
  "@builtin(local_invocation_id) local: vec3<u32>",
  "@builtin(local_invocation_index) lane: u32",
  "@builtin(workgroup_id) group: vec3<u32>",
  "@builtin(num_workgroups) groups: vec3<u32>",
];

const SUBGROUP_BUILTINS = [
  "@builtin(subgroup_invocation_id) subgroupLane: u32",
  "@builtin(subgroup_size) subgroupSize: u32",
];

/** The WGSL module of a program. */
export function sourceOf(program: Program): string {
  const { bindings, uniforms, workgroup, declarations = "", main, subgroups } = program;
  const usesHalf = bindings.some(({ type }) => type.includes("f16"));
  const parameters = subgroups ? [...BUILTINS, ...SUBGROUP_BUILTINS] : BUILTINS;
  const lines = [
    ...(usesHalf ? ["enable f16;"] : []),
    ...(subgroups ? ["enable subgroups;", "diagnostic(off, subgroup_uniformity);"] : []),
    "struct Uniforms {",
    ...uniforms.map((field) => `  ${field.includes(":") ? field : `${field}: u32`},`),
    "}",
    "@group(0) @binding(0) var<uniform> u: Uniforms;",
    ...bindings.map(
      ({ name, type, access }, i) => `@group(0) @binding(${i + 1}) var<storage, ${access}> ${name}: array<${type}>;`,
    ),
    declarations,
    `@compute @workgroup_size(${workgroup.join(", ")})`,
    `fn main(${parameters.join(", ")}) {`,
    main,
    "}",
  ];
  return lines.join("\n");
}

import { sizeOf } from "@nn/core";
import { REPORT } from "../gpu/faults";
import type { Gpu } from "../gpu/gpu";
import type { Program } from "../gpu/program";
import { storageType } from "../gpu/storage";
import type { Reporting, ScatterOp } from "./scatter";
import { GROUP_INDEX, linearGroups } from "../wgsl/grid";
import { placeUniforms, placeValues, placing, walk } from "../wgsl/strided";

/** Invocations of a workgroup: where lines are few, each has much to do. */
const SOFTWARE_GROUP = 8;
const GROUP = 64;

const NAMES = ["lines", "length", "rows", "skipped", "fault", "i_step", "s_step", "y_step", "i_offset", "s_offset"];

/** Goes along a line of the index. `mask` cuts a sum to the values of its dtype. */
function lineProgram(op: ScatterOp, name: string, type: string, rank: number, group: number, mask: string): Program {
  const sum = type.replace("f16", "f32");
  const target = "ys[y_at + picked * u.y_step]";
  return {
    name,
    bindings: [
      { name: "indices", type: "i32", access: "read" },
      { name: "src", type, access: "read" },
      { name: "ys", type, access: "read_write" },
      { name: "faults", type: "atomic<u32>", access: "read_write" },
    ],
    uniforms: [...NAMES, ...placeUniforms(rank, ["i", "s", "y"])],
    workgroup: [group, 1, 1],
    declarations: REPORT,
    main: `
      let id = ${GROUP_INDEX} * ${group}u + lane;
      if (id >= u.lines) { return; }
      var i_at = u.i_offset;
      var s_at = u.s_offset;
      var y_at = 0u;
      ${placing(rank, "id", ["i", "s", "y"], ["i_at", "s_at", "y_at"])}
      var bad = 0;
      for (var n = 0u; n < u.length; n++) {
        let index = indices[i_at];
        let picked = bitcast<u32>(index);
        bad = select(bad, index, picked >= u.rows);
        if (picked < u.rows && picked != u.skipped) {
          ${target} = ${op === "scatter" ? "src[s_at]" : `${type}((${sum}(${target}) + ${sum}(src[s_at]))${mask})`};
        }
        i_at += u.i_step;
        s_at += u.s_step;
      }
      if (bitcast<u32>(bad) >= u.rows) { report(bad); }`,
  };
}

/** Each invocation goes along a line, so that later elements come after earlier ones. */
export function walkLines(gpu: Gpu, op: ScatterOp, { name, index, src, y, dim, fault, skipped = -1 }: Reporting): void {
  const without = (values: readonly number[]): number[] => values.filter((_, d) => d !== dim);
  const plan = walk(
    without(index.shape),
    [index, src, y].map(({ strides }) => without(strides)),
  );
  const rank = plan.sizes.length;
  const rows = y.shape[dim] ?? 1;
  const length = index.shape[dim] ?? 1;
  const [i_step, s_step, y_step] = [index, src, y].map(({ strides }) => strides[dim] ?? 0);
  const width = rank > 0 && isWide(plan, [s_step, y_step, src.offset]) && y.dtype === "float32" ? 4 : 1;
  const stored = storageType(y.dtype);
  const type = width === 4 ? `vec4<${stored}>` : stored;
  const [places, ...strides] = plan.strides;
  const units = {
    sizes: plan.sizes.map((size, d) => (d === rank - 1 ? size / width : size)),
    strides: [places, ...strides.map((each) => each.map((stride, d) => (d === rank - 1 ? stride : stride / width)))],
  };
  const lines = sizeOf(units.sizes);
  const steps = [i_step, s_step / width, y_step / width, index.offset, src.offset / width];
  const group = gpu.isSoftware ? SOFTWARE_GROUP : GROUP;
  const mask = y.dtype === "uint8" ? " & 255u" : "";
  gpu.run({
    key: `${op} ${name} ${type}${mask} ${rank} ${group}`,
    program: () => lineProgram(op, name, type, rank, group, mask),
    buffers: [index.buffer, src.buffer, y.buffer, gpu.faults.block],
    uniforms: [lines, length, rows, skipped, fault, ...steps, ...placeValues(units)],
    groups: linearGroups(gpu, Math.ceil(lines / group)),
  });
}

/** Whether four neighbours go the same way: one index stands for all, and they lie side by side where vectors do. */
function isWide({ sizes, strides }: ReturnType<typeof walk>, others: readonly number[]): boolean {
  const last = sizes.length - 1;
  const [i, s, y] = strides;
  if (i[last] !== 0 || s[last] !== 1 || y[last] !== 1) return false;
  return [sizes[last], ...s.slice(0, -1), ...y.slice(0, -1), ...others].every((n) => (n & 3) === 0);
}

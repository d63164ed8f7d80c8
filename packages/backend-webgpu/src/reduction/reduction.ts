import { sizeOf, type View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import { linear, linearGroups } from "../wgsl/grid";
import { placeValues } from "../wgsl/strided";
import { GROUP } from "../wgsl/team";
import type { Accumulation } from "./accumulation";
import { type Division, divide } from "./divide";
import { type Layout, layoutOf } from "./layout";
import { reductionProgram } from "./program";

/** Reduces a strided view over `dims` to contiguous `y`. Long reductions to few results go in two steps. */
export function reduction(gpu: Gpu, how: Accumulation, x: View, y: View, dims: readonly number[]): void {
  const isVector = how.type.startsWith("vec");
  const layout = layoutOf(x, dims, isVector ? 1 : 4);
  const division = divide(gpu, layout, how);
  const [from, to] = [storageType(x.dtype), storageType(y.dtype)];
  const { parts } = division;
  if (parts === 1) {
    step(gpu, how, layout, division, [x.buffer, y.buffer], [from, to], [false, false]);
    return;
  }
  const size = sizeOf(y.shape);
  gpu.borrow(parts * size * (isVector ? 8 : 4), (partials) => {
    step(gpu, how, layout, division, [x.buffer, partials], [from, how.type], [false, true]);
    const rows = layoutOf({ shape: [parts, size], strides: [size, 1], offset: 0 }, [0], isVector ? 1 : 4);
    step(
      gpu,
      how,
      rows,
      { ...divide(gpu, rows, how), parts: 1, chunk: rows.steps },
      [partials, y.buffer],
      [how.type, to],
      [true, false],
    );
  });
}

/** One run from a buffer to another: with the types of their numbers, and whether those are accumulators. */
function step(
  gpu: Gpu,
  how: Accumulation,
  layout: Layout,
  division: Division,
  buffers: readonly object[],
  [from, to]: readonly string[],
  [isContinued, isPartial]: readonly boolean[],
): void {
  const { loaded, stored, outer, inner, slots, steps, rest, offset } = layout;
  const { sharing, lanes, parts, chunk } = division;
  const ranks = { outer: outer.sizes.length, inner: inner.sizes.length };
  const shape = { from, to, isContinued, isPartial, loaded, stored, ...ranks, sharing };
  const count = slots * parts;
  gpu.run({
    key: `reduce ${how.key} ${isContinued} ${isPartial} ${loaded} ${stored} ${ranks.outer} ${ranks.inner} ${sharing}`,
    program: () => reductionProgram(how, shape),
    buffers,
    uniforms: [slots, parts, chunk, steps, rest, offset, lanes, ...placeValues(outer), ...placeValues(inner)],
    groups: sharing === "none" ? linear(gpu, count) : linearGroups(gpu, Math.ceil((count * lanes) / GROUP)),
  });
}

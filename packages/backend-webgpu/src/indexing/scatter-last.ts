import { sizeOf, type View } from "@nn/core";
import { EACH, threadsFor } from "../wgsl/each";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import { full } from "../kernels/full";
import type { Reporting } from "./scatter";
import { findTargets, rowsOf } from "./scatter-targets";
import { LINEAR, linear } from "../wgsl/grid";

/** Finds the last row for each place, then writes it there. */
export function scatterLast(gpu: Gpu, what: Reporting): void {
  const { src, y } = what;
  const rows = rowsOf(what);
  const { columns, places } = rows;
  const type = storageType(y.dtype);
  const size = sizeOf(y.shape);
  const threads = threadsFor(gpu, size);
  gpu.borrow(places * 4, (found) => {
    const view: View = { buffer: found, dtype: "int32", shape: [places], strides: [1], offset: 0 };
    full(gpu)([], [view], { shape: view.shape, dtype: view.dtype, value: 0 });
    findTargets(gpu, "last", what, rows, found);
    gpu.run({
      key: `scatter last ${type}`,
      program: () => ({
        name: "scatterLast",
        bindings: [
          { name: "found", type: "u32", access: "read" },
          { name: "src", type, access: "read" },
          { name: "ys", type, access: "read_write" },
        ],
        uniforms: ["count", "threads", "columns", "offset"],
        workgroup: [LINEAR, 1, 1],
        main: `
          ${EACH} {
            let row = found[index / u.columns];
            if (row > 0u) { ys[index] = src[u.offset + (row - 1u) * u.columns + index % u.columns]; }
          }`,
      }),
      buffers: [found, src.buffer, y.buffer],
      uniforms: [size, threads, columns, src.offset],
      groups: linear(gpu, threads),
    });
  });
}

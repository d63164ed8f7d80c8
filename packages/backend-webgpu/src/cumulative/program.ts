import type { Program } from "../gpu/program";
import { wide, type Width } from "../reduction/accumulation";
import { INDEX, LINEAR } from "../wgsl/grid";

/** What the text of a running sum or product depends on. */
export interface Shape {
  readonly op: "sum" | "prod";
  /** WGSL types of a number of the source, of a total and of a number of the target. */
  readonly from: string;
  readonly type: string;
  readonly to: string;
  readonly width: Width;
  /** The numbers of a load belong to as many lines. */
  readonly isAcross: boolean;
  /** Totals at the ends of a line's blocks are bound. */
  readonly isContinued: boolean;
}

/** Each invocation goes along one block of a line. */
export function cumulativeProgram({ op, from, type, to, width, isAcross, isContinued }: Shape): Program {
  const sign = op === "sum" ? "+" : "*";
  const isSplit = width === 4 && !isAcross;
  const [loaded, total] = [wide(type, width), wide(type, isSplit ? 1 : width)];
  return {
    name: `cum${op}`,
    bindings: [
      { name: "xs", type: wide(from, width), access: "read" },
      ...(isContinued ? [{ name: "ends", type: total, access: "read" as const }] : []),
      { name: "ys", type: wide(to, width), access: "read_write" },
    ],
    uniforms: ["count", "length", "step", "blocks", "chunk", "offset"],
    workgroup: [LINEAR, 1, 1],
    main: `
      let index = ${INDEX};
      if (index >= u.count) { return; }
      let block = index / u.step % u.blocks;
      let line = index / u.step / u.blocks;
      let place = index % u.step;
      var at = (line * u.length + block * u.chunk) * u.step + place;
      let end = (line * u.length + min((block + 1u) * u.chunk, u.length)) * u.step;
      var total = ${total}(${op === "sum" ? 0 : 1});
      ${isContinued ? "if (block > 0u) { total = ends[(line * (u.blocks - 1u) + block - 1u) * u.step + place]; }" : ""}
      for (; at < end; at += u.step) {
        let x = ${loaded}(xs[u.offset + at]);
        ${
          isSplit
            ? `let low = x.x ${sign} x.y;
        let high = x.z ${sign} x.w;
        let y = total ${sign} ${loaded}(x.x, low, low ${sign} x.z, low ${sign} high);
        total = y.w;`
            : `total = total ${sign} x;
        let y = total;`
        }
        ys[at] = ${wide(to, width)}(y);
      }`,
  };
}

import type { Program } from "../gpu/program";
import { LINEAR } from "../wgsl/grid";
import { placeUniforms, placing } from "../wgsl/strided";
import { GROUP, place, type Sharing, teamJoin, teamMemory } from "../wgsl/team";
import { type Accumulation, wide, type Width } from "./accumulation";

/** What the text of a reduction depends on. */
export interface Shape {
  /** WGSL types of a number of the source and of the target. */
  readonly from: string;
  readonly to: string;
  /** The source holds accumulators of another run; the target takes such. */
  readonly isContinued: boolean;
  readonly isPartial: boolean;
  readonly loaded: Width;
  readonly stored: Width;
  /** Dimensions of the walks over results and over elements of one. */
  readonly outer: number;
  readonly inner: number;
  readonly sharing: Sharing;
}

/** Loads whose sum is added to the rest as one number, so that errors stay small. */
const BLOCK = 32;

export function reductionProgram(how: Accumulation, shape: Shape): Program {
  const { from, to, isContinued, isPartial, loaded, stored, outer, inner, sharing } = shape;
  const { start, join } = how;
  const type = wide(how.type, loaded);
  const value = isContinued ? (n: string): string => n : (n: string): string => how.load(n, "i", loaded);
  const advance = inner > 0 ? `at += u.x_in_stride${inner - 1}${sharing === "none" ? "" : " * lanes"};` : "";
  const isTail = loaded === 4 && stored === 1;
  const result = stored === 4 ? type : how.type;
  return {
    name: how.key,
    bindings: [
      { name: "xs", type: wide(from, loaded), access: "read" },
      { name: "ys", type: wide(to, stored), access: "read_write" },
    ],
    uniforms: [
      "slots",
      "parts",
      "chunk",
      "steps",
      "rest",
      "offset",
      "lanes",
      ...placeUniforms(outer, ["x"]),
      ...placeUniforms(inner, ["x"], "in_"),
    ],
    workgroup: [sharing === "none" ? LINEAR : GROUP, 1, 1],
    declarations: `${how.functions(loaded, stored)}\n${sharing === "none" ? "" : teamMemory(result)}`,
    subgroups: sharing === "subgroups",
    main: `
      ${place(sharing)}
      let isInside = index < u.slots * u.parts;
      ${sharing === "none" ? "if (!isInside) { return; }" : ""}
      let part = index / u.slots;
      var base = u.offset;
      ${placing(outer, "index % u.slots", ["x"], ["base"])}
      var i = part * u.chunk + own;
      let end = select(0u, min((part + 1u) * u.chunk, u.steps), isInside);
      var total = ${type}(${start});
      while (i < end) {
        var at = base;
        ${placing(inner, "i", ["x"], ["at"], "in_")}
        let stop = min(end, ${inner > 1 ? `min(i + ${BLOCK}u * lanes, i - i % u.in_size${inner - 1} + u.in_size${inner - 1})` : `i + ${BLOCK}u * lanes`});
        var block = ${type}(${start});
        for (; i < stop; i += lanes) {
          block = ${join("block", value("xs[at]"))};
          ${advance}
        }
        total = ${join("total", "block")};
      }
      ${
        isTail
          ? `if (u.rest > 0u && isInside && own == 0u && part == u.parts - 1u) {
        let tail = select(${type}(${start}), ${value("xs[base + u.steps]")}, vec4(0u, 1u, 2u, 3u) < vec4(u.rest));
        total = ${join("total", "tail")};
      }
      let pair = ${join("total.xy", "total.zw")};
      var result = ${join("pair.x", "pair.y")};`
          : "var result = total;"
      }
      ${teamJoin(sharing, "result", join, how.subgroup)}
      ${sharing === "none" ? "" : "if (own != 0u || !isInside) { return; }"}
      ys[index] = ${isPartial ? "result" : how.store("result", stored)};`,
  };
}

import type { Binding, Program } from "../gpu/program";
import { wide, type Width } from "../reduction/accumulation";
import { LINEAR } from "../wgsl/grid";
import { maths, vectorMaths } from "../wgsl/maths";
import { GROUP, place, type Sharing, teamJoin, teamMemory, teamShare } from "../wgsl/team";

/** A number found of each line, in WGSL. */
export interface Total {
  readonly name: string;
  readonly op: "max" | "sum";
  /** Of each element, in the names of the inputs and of totals before; of type `F`, as all of them. */
  readonly of: string;
}

/** What is computed of the lines of some inputs. */
export interface LineWork {
  /** Inputs of the lines' shape. */
  readonly inputs: readonly string[];
  readonly totals: readonly Total[];
  /** The output's element at place `i`, of the inputs and totals; or what is done at the end of line `index`. */
  readonly each?: string;
  readonly last?: string;
  /** Functions of `maths` that are called. */
  readonly functions: readonly string[];
  /** What comes before the output, apart from the inputs. */
  readonly bindings?: readonly Binding[];
  readonly behind?: readonly Binding[];
  readonly uniforms?: readonly string[];
  readonly declarations?: string;
  /** Statements about line `index`. */
  readonly first?: string;
}

/** What else the text depends on. */
export interface LineShape {
  readonly type: "f32" | "f16";
  readonly width: Width;
  /** The numbers of a load belong to as many lines. */
  readonly isAcross: boolean;
  readonly sharing: Sharing;
}

/** Elements whose sum is added to the rest as one number, so that errors stay small. */
const BLOCK = 32;

export function lineProgram(name: string, work: LineWork, { type, width, isAcross, sharing }: LineShape): Program {
  const { inputs, totals, each, last = "", bindings = [], behind = [], uniforms = [], declarations = "" } = work;
  const isSplit = width === 4 && !isAcross;
  const stored = wide(type, width);
  const loads = inputs.map((x) => `let ${x} = F(${x}Data[u.${x}_offset + at]);`).join(" ");
  // At least one function: `F` is declared with it.
  const functions = [...work.functions, "infinity"];
  const find = ({ name: total, op, of }: Total): string => {
    const join = (a: string, b: string): string => (op === "max" ? `max(${a}, ${b})` : `${a} + ${b}`);
    const all = `${total}All`;
    const along = (to: string, stop: string): string => `for (; i < ${stop}; i += lanes) {
          let at = base + i * u.step;
          ${loads}
          ${to} = ${join(to, of)};
        }`;
    return `
      var ${all} = ${op === "max" ? "-infinity()" : "F(0.0)"};
      for (var i = own; i < end;) {
        ${
          op === "max"
            ? along(all, "end")
            : `let stop = min(end, i + ${BLOCK}u * lanes);
        var block = F(0.0);
        ${along("block", "stop")}
        ${all} += block;`
        }
      }
      ${isSplit ? `let ${total}Pair = ${join(`${all}.xy`, `${all}.zw`)};` : ""}
      var ${total}One = ${isSplit ? join(`${total}Pair.x`, `${total}Pair.y`) : all};
      ${teamJoin(sharing, `${total}One`, join)}
      ${teamShare(sharing, `${total}One`)}
      let ${total} = F(${total}One);`;
  };
  return {
    name,
    bindings: [
      ...inputs.map((x) => ({ name: `${x}Data`, type: stored, access: "read" as const })),
      ...bindings,
      { name: "ys", type: each ? stored : type, access: "read_write" },
      ...behind,
    ],
    uniforms: ["lines", "length", "step", "lanes", ...inputs.map((x) => `${x}_offset`), ...uniforms],
    workgroup: [sharing === "none" ? LINEAR : GROUP, 1, 1],
    declarations: [
      width === 4 ? vectorMaths(...functions) : maths(...functions),
      sharing === "none" ? "" : teamMemory(isSplit ? "f32" : "F"),
      declarations,
    ].join("\n"),
    main: `
      ${place(sharing)}
      let isInside = index < u.lines;
      ${sharing === "none" ? "if (!isInside) { return; }" : ""}
      let base = index / u.step * u.step * u.length + index % u.step;
      let end = select(0u, u.length, isInside);
      ${work.first ?? ""}
      ${totals.map(find).join("\n")}
      ${
        each
          ? `for (var i = own; i < end; i += lanes) {
        let at = base + i * u.step;
        ${loads}
        ys[at] = ${stored}(${each});
      }`
          : `if (own != 0u || !isInside) { return; }
      ${last}`
      }`,
  };
}

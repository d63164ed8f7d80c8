import { GROUP_INDEX, INDEX } from "./grid";

/** Invocations of a workgroup that teams are parts of. */
export const GROUP = 256;

/**
 * How the invocations of a workgroup work on results: each on its own, or in teams of `u.lanes` (a power of two) that
 * lie side by side or one row apart, so that neighbours read neighbours, or all as one by subgroups.
 */
export type Sharing = "none" | "rows" | "columns" | "subgroups";

/** WGSL of `index`, the number of the team, `own`, an invocation's number in it, and `lanes`, the team's size. */
export function place(sharing: Sharing): string {
  if (sharing === "none") return `const lanes = 1u; const own = 0u; let index = ${INDEX};`;
  const width = `let lanes = u.lanes; let width = ${GROUP}u / lanes;`;
  return sharing === "columns"
    ? `${width} let own = lane / width; let index = ${GROUP_INDEX} * width + lane % width;`
    : `${width} let own = lane % lanes; let index = ${GROUP_INDEX} * width + lane / lanes;`;
}

/** Workgroup memory of `teamJoin`. */
export function teamMemory(type: string): string {
  return `var<workgroup> mates: array<${type}, ${GROUP}>;`;
}

/** WGSL that joins the variables `total` of each team; its number 0 has the result. `subgroup` joins by subgroups. */
export function teamJoin(
  sharing: Sharing,
  total: string,
  join: (a: string, b: string) => string,
  subgroup = "",
): string {
  if (sharing === "none") return "";
  if (sharing === "subgroups") {
    // Each subgroup joins all values, whatever invocations it is made of: nothing says which those are.
    return `
      mates[lane] = ${total};
      workgroupBarrier();
      ${total} = mates[subgroupLane];
      for (var n = subgroupLane + subgroupSize; n < ${GROUP}u; n += subgroupSize) { ${total} = ${join(total, "mates[n]")}; }
      ${total} = ${subgroup}(${total});`;
  }
  return `
    mates[lane] = ${total};
    for (var half = lanes / 2u; half > 0u; half /= 2u) {
      workgroupBarrier();
      if (own < half) {
        ${total} = ${join(total, `mates[lane + half${sharing === "columns" ? " * width" : ""}]`)};
        mates[lane] = ${total};
      }
    }`;
}

/** WGSL that gives what `teamJoin` found in `total` to the whole team. */
export function teamShare(sharing: Sharing, total: string): string {
  if (sharing === "none") return "";
  return `
    workgroupBarrier();
    ${total} = mates[lane - own${sharing === "columns" ? " * width" : ""}];
    workgroupBarrier();`;
}

/** The least power of two that is no less than `n`. */
export function powerAbove(n: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, n)));
}

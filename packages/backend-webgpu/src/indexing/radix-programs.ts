import type { Program } from "../gpu/program";
import { GROUP_INDEX } from "../wgsl/grid";

/** Invocations of a workgroup where each works on a block of its own. */
export const SMALL_GROUP = 8;

const UNIFORMS = ["rows", "blocks", "length", "span", "shift"];
const PAIRS = { name: "pairs", type: "vec2<u32>", access: "read" } as const;
const COUNTS = { name: "counts", type: "u32", access: "read_write" } as const;

/** The pairs `first` to `last` of block `row`; `all` is how many blocks there are. */
const block = (software: boolean, all: string): string => `
  let row = ${software ? `${GROUP_INDEX} * ${SMALL_GROUP}u + lane` : GROUP_INDEX};
  if (row >= ${all}) { return; }`;

const span = `
  let line = row / u.blocks;
  let first = line * u.length + row % u.blocks * u.span;
  let last = min(first + u.span, (line + 1u) * u.length);`;

const digit = (pair: string): string => `((${pair}.x >> u.shift) & 255u)`;

const group = (software: boolean): [number, number, number] => [software ? SMALL_GROUP : 256, 1, 1];

/** Counts the digits of each block. */
export function count(software: boolean): Program {
  return {
    name: "radixCount",
    bindings: [PAIRS, COUNTS],
    uniforms: UNIFORMS,
    workgroup: group(software),
    declarations: software ? "" : "var<workgroup> bins: array<atomic<u32>, 256>;",
    main: `${block(software, "u.rows")} ${span} ${
      software
        ? `
      let base = row * 256u;
      for (var d = 0u; d < 256u; d++) { counts[base + d] = 0u; }
      for (var i = first; i < last; i++) { counts[base + ${digit("pairs[i]")}]++; }`
        : `
      for (var i = first + lane; i < last; i += 256u) { atomicAdd(&bins[${digit("pairs[i]")}], 1u); }
      workgroupBarrier();
      counts[row * 256u + lane] = atomicLoad(&bins[lane]);`
    }`,
  };
}

/** Turns the counts of a line into where each block's pairs of each digit begin. */
export function scan(software: boolean): Program {
  const walk = (body: string): string => `
    for (var b = 0u; b < u.blocks; b++) {
      let at = (row * u.blocks + b) * 256u + d;
      ${body}
    }`;
  const place = walk("let n = counts[at]; counts[at] = sum; sum += n;");
  return {
    name: "radixScan",
    bindings: [COUNTS],
    uniforms: ["lines", "blocks"],
    workgroup: group(software),
    declarations: software ? "" : "var<workgroup> totals: array<u32, 256>;",
    main: `${block(software, "u.lines")}
      var sum = 0u;
      ${
        software
          ? `for (var d = 0u; d < 256u; d++) { ${place} }`
          : `let d = lane;
      ${walk("sum += counts[at];")}
      totals[lane] = sum;
      workgroupBarrier();
      sum = 0u;
      for (var i = 0u; i < lane; i++) { sum += totals[i]; }
      ${place}`
      }`,
  };
}

/**
 * Puts the pairs of each block where its counts say. In a workgroup, the bits of `masks` are the invocations whose
 * pair has a digit: those before its own come before it.
 */
export function place(software: boolean): Program {
  return {
    name: "radixPlace",
    bindings: [PAIRS, COUNTS, { name: "placed", type: "vec2<u32>", access: "read_write" }],
    uniforms: UNIFORMS,
    workgroup: group(software),
    declarations: software
      ? ""
      : `var<workgroup> masks: array<atomic<u32>, 2048>;
      var<workgroup> begins: array<u32, 256>;`,
    main: `${block(software, "u.rows")} ${span}
      let start = line * u.length;
      ${
        software
          ? `
      for (var i = first; i < last; i++) {
        let pair = pairs[i];
        let bin = row * 256u + ${digit("pair")};
        let at = counts[bin];
        counts[bin] = at + 1u;
        placed[start + at] = pair;
      }`
          : `
      begins[lane] = counts[row * 256u + lane];
      workgroupBarrier();
      let word = lane / 32u;
      let bit = 1u << (lane % 32u);
      for (var tile = first; tile < last; tile += 256u) {
        let i = tile + lane;
        var pair = vec2(0u);
        var d = 0u;
        if (i < last) {
          pair = pairs[i];
          d = ${digit("pair")};
          atomicOr(&masks[word * 256u + d], bit);
        }
        workgroupBarrier();
        if (i < last) {
          var at = begins[d] + countOneBits(atomicLoad(&masks[word * 256u + d]) & (bit - 1u));
          for (var w = 0u; w < word; w++) { at += countOneBits(atomicLoad(&masks[w * 256u + d])); }
          placed[start + at] = pair;
        }
        workgroupBarrier();
        var n = 0u;
        for (var w = 0u; w < 8u; w++) {
          n += countOneBits(atomicLoad(&masks[w * 256u + lane]));
          atomicStore(&masks[w * 256u + lane], 0u);
        }
        begins[lane] += n;
        workgroupBarrier();
      }`
      }`,
  };
}

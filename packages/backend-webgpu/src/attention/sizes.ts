import type { FusedOps, View } from "@nn/core";

/** Uniforms of both plans: sizes of features in vectors when all are read as such. */
export const ATTENTION_UNIFORMS: readonly string[] =
  "batch,l,s,e,ev,qAt,kAt,vAt,maskAt,blocks,isCausal,scale: f32".split(",");

/** Whether features can be read in vectors of four. */
export function readsVectors([q, k, v]: readonly View[]): boolean {
  return [q, k, v].every(({ offset, shape }) => offset % 4 === 0 && shape[2] % 4 === 0);
}

/** Values of `ATTENTION_UNIFORMS`; `rows` is the number of queries of a workgroup. */
export function attentionUniforms(
  [q, k, v, mask]: readonly View[],
  { isCausal, scale }: FusedOps["attention"],
  rows: number,
): number[] {
  const unit = readsVectors([q, k, v]) ? 4 : 1;
  const [l, s] = [q.shape[1], k.shape[1]];
  return [
    q.shape[0],
    l,
    s,
    q.shape[2] / unit,
    v.shape[2] / unit,
    q.offset / unit,
    k.offset / unit,
    v.offset / unit,
    mask?.offset ?? 0,
    Math.ceil(l / rows),
    isCausal ? 1 : 0,
    scale,
  ];
}

/**
 * WGSL of `finite(m)`, a maximum that can be subtracted also where all scores so far are −∞, and of `inverse(t)`: the
 * factor of a row whose powers have the sum `t`, NaN where nothing may be attended to, and 0 without any keys.
 */
export function rowFunctions(type: "f32" | "vec4<f32>"): string {
  const bits = type.replace("f32", "u32");
  return `
    fn finite(m: ${type}) -> ${type} { return select(m, ${type}(0), bitcast<${bits}>(m) == ${bits}(0xff800000u)); }
    fn inverse(t: ${type}) -> ${type} {
      let none = select(notANumber(), 0.0, u.s == 0u);
      return select(1 / t, ${type}(none), t == ${type}(0));
    }`;
}

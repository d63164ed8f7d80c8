import { sizeOf } from "@nn/core";

/** Where a normalisation's statistics lie in contiguous x, and its parameters in weight and bias. */
export interface NormLayout {
  /** One statistic each; a line begins `step` elements after the one before. */
  readonly lines: number;
  readonly step: number;
  /** Each covers `pieces` runs of `length` elements, `stride` apart. */
  readonly pieces: number;
  readonly length: number;
  readonly stride: number;
  /** Whether the parameters go on with the elements, with the pieces, or are those of the line. */
  readonly along: "elements" | "pieces" | "line";
  /** The first parameter of line n is (n mod `cycle`) · `group`. */
  readonly cycle: number;
  readonly group: number;
}

/** Statistics over the last `dims` dimensions, which weight and bias have too. */
export function trailing(shape: readonly number[], dims: number): NormLayout {
  return rows(sizeOf(shape), sizeOf(shape.slice(shape.length - dims)), 1);
}

/** Statistics over the channels of each group and their planes. */
export function groupsOf(shape: readonly number[], groups: number): NormLayout {
  const size = sizeOf(shape);
  const perGroup = shape[1] / groups;
  const plane = sizeOf(shape.slice(2));
  if (plane === 1) return rows(size, perGroup, groups);
  const length = perGroup * plane;
  return {
    lines: size / length,
    step: length,
    pieces: perGroup,
    length: plane,
    stride: plane,
    along: perGroup === 1 ? "line" : "pieces",
    cycle: groups,
    group: perGroup,
  };
}

/** Statistics over each of `channels`, which `images` of `plane` elements per channel have. */
export function channelsOf(images: number, channels: number, plane: number): NormLayout {
  return {
    lines: channels,
    step: plane,
    pieces: images,
    length: plane,
    stride: channels * plane,
    along: "line",
    cycle: channels,
    group: 1,
  };
}

/** Rows of `length` elements with parameters of their own, which `cycle` rows have different ones of. */
function rows(size: number, length: number, cycle: number): NormLayout {
  return {
    lines: size / length,
    step: length,
    pieces: 1,
    length,
    stride: 0,
    along: "elements",
    cycle,
    group: cycle === 1 ? 0 : length,
  };
}

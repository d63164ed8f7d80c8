import { sizeOf, type View } from "@nn/core";
import { walkViews } from "./strided";

/**
 * How an operand's four elements for four neighbours of the output are found: as one vector, as one element, or each
 * by itself.
 */
type Access = "vector" | "one" | "each";

/** How operands are read for a contiguous output that is written four elements at a time. */
export interface Layout {
  readonly rank: number;
  /** Four neighbours of the output may lie in two rows, since rows have no whole number of vectors. */
  readonly isRagged: boolean;
  readonly accesses: readonly Access[];
  /** The values of `layoutUniforms`. */
  readonly values: readonly number[];
}

/**
 * `step` is how many vectors lie between those of two turns of a loop; 0 for no loop. With `gap`, the last operand is
 * what is written, at multiples of `gap` elements behind its place as well.
 */
export function layoutOf(shape: readonly number[], views: readonly View[], step: number, gap?: number): Layout {
  const { sizes: elements, strides } = walkViews(shape, views);
  const rank = elements.length;
  const isRagged = rank > 1 && elements[rank - 1] % 4 !== 0;
  const sizes = [...elements];
  if (rank > 1 && !isRagged) sizes[rank - 1] /= 4;
  const accesses: Access[] = [];
  const values: number[] = [];
  for (let d = 1; d < rank; d++) values.push(sizes[d]);
  if (step > 0 && rank > 1) pushDigits(values, sizes, isRagged ? 4 * step : step);
  for (let t = 0; t < views.length; t++) {
    let access = isRagged ? raggedAccess(views[t], strides[t], sizes) : accessOf(views[t], strides[t]);
    if (gap !== undefined && t === views.length - 1 && access === "vector") {
      // Nothing beside its elements is written.
      const isWhole = gap % 4 === 0 && ((rank > 1 && !isRagged) || sizeOf(shape) % 4 === 0);
      if (!isWhole) access = "each";
    }
    accesses.push(access);
    pushStrides(values, views[t], strides[t], access, isRagged);
  }
  return { rank, isRagged, accesses, values };
}

/** Rows of the output are whole vectors. */
function accessOf({ offset }: View, strides: readonly number[]): Access {
  const last = strides.length - 1;
  if (last < 0 || strides[last] === 0) return "one";
  let isAligned = strides[last] === 1 && offset % 4 === 0;
  for (let d = 0; isAligned && d < last; d++) isAligned = strides[d] % 4 === 0;
  return isAligned ? "vector" : "each";
}

function raggedAccess({ offset }: View, strides: readonly number[], sizes: readonly number[]): Access {
  let isOne = true;
  let isContiguous = offset % 4 === 0;
  for (let d = strides.length - 1, step = 1; d >= 0; step *= sizes[d--]) {
    isOne &&= strides[d] === 0;
    isContiguous &&= strides[d] === step;
  }
  return isOne ? "one" : isContiguous ? "vector" : "each";
}

function pushStrides(
  values: number[],
  { offset }: View,
  strides: readonly number[],
  access: Access,
  isRagged: boolean,
): void {
  const last = strides.length - 1;
  const unit = access === "vector" ? 4 : 1;
  values.push(offset / unit);
  if (isRagged && access !== "each") return;
  for (let d = 0; d < last; d++) values.push(strides[d] / unit);
  if (last >= 0) values.push(isRagged ? strides[last] : (strides[last] * 4) / unit);
  if (!isRagged && access === "each") values.push(strides[last]);
}

/** `count` in the mixed radix of `sizes`. */
function pushDigits(values: number[], sizes: readonly number[], count: number): void {
  const first = values.length;
  for (let d = sizes.length - 1; d > 0; d--) {
    values[first + d] = count % sizes[d];
    count = Math.floor(count / sizes[d]);
  }
  values[first] = count;
}

/** The uniforms that the texts below read. */
export function layoutUniforms(
  { rank, isRagged, accesses }: Layout,
  names: readonly string[],
  hasLoop: boolean,
): string[] {
  const uniforms: string[] = [];
  for (let d = 1; d < rank; d++) uniforms.push(`size${d}`);
  if (hasLoop && rank > 1) for (let d = 0; d < rank; d++) uniforms.push(`step${d}`);
  accesses.forEach((access, t) => {
    uniforms.push(`${names[t]}_offset`);
    if (isRagged && access !== "each") return;
    for (let d = 0; d < rank; d++) uniforms.push(`${names[t]}_stride${d}`);
    if (!isRagged && access === "each") uniforms.push(`${names[t]}_step`);
  });
  return uniforms;
}

/** Declares the indices `i0`, `i1`, ... of vector `i`: vectors themselves where the layout is ragged. */
export function placeVector({ rank, isRagged }: Layout): string {
  if (rank === 0) return "";
  const lines = [isRagged ? "var i0 = 4u * i + vec4<u32>(0, 1, 2, 3);" : "var i0 = i;"];
  for (let d = rank - 1; d > 0; d--) lines.push(`var i${d} = i0 % u.size${d}; i0 /= u.size${d};`);
  return lines.join("\n");
}

/** Moves the indices on by a turn of `step` vectors: dividing again would cost more than all else on a processor. */
export function stepVector({ rank, isRagged }: Layout, step: number): string {
  if (rank < 2) return rank === 0 ? "" : `i0 += ${step}u;`;
  const type = isRagged ? "vec4<u32>" : "u32";
  const lines = [`var carry = ${type}(0u);`];
  for (let d = rank - 1; d > 0; d--) {
    lines.push(
      `i${d} += u.step${d} + carry;`,
      `carry = select(${type}(0u), ${type}(1u), i${d} >= ${type}(u.size${d}));`,
      `i${d} -= carry * u.size${d};`,
    );
  }
  lines.push("i0 += u.step0 + carry;");
  return lines.join("\n");
}

/** Declares `name`At, where an operand's four elements lie. */
export function placeOperand({ rank, isRagged, accesses }: Layout, t: number, name: string): string {
  const places = [`u.${name}_offset`];
  if (!isRagged || accesses[t] === "each") {
    for (let d = 0; d < rank; d++) places.push(`i${d} * u.${name}_stride${d}`);
  } else if (accesses[t] === "vector") {
    places.push("i");
  }
  return `let ${name}At = ${places.join(" + ")};`;
}

/** The elements of an operand that is not "vector" in the array `data`, with `more` added to their places. */
function elementsOf({ isRagged, accesses }: Layout, t: number, name: string, data: string, more: string): string[] {
  if (accesses[t] === "one") return [`${data}[${name}At${more}]`];
  return [0, 1, 2, 3].map((j) => {
    const place = isRagged ? `${name}At[${j}]` : `${name}At + ${j}u * u.${name}_step`;
    return `${data}[${place}${more}]`;
  });
}

/** The four elements of an operand as numbers of `type`. */
export function loadVector(layout: Layout, t: number, name: string, data: string, type: string): string {
  const access = layout.accesses[t];
  if (access === "vector") return `vec4<${type}>(${data}[${name}At])`;
  const elements = elementsOf(layout, t, name, data, "");
  return `vec4<${type}>(${access === "one" ? `${type}(${elements[0]})` : `vec4(${elements.join(", ")})`})`;
}

/** Stores the vector `value` in the array `data`, `more` behind the place of an operand of `u.size` elements. */
export function storeVector(
  layout: Layout,
  t: number,
  name: string,
  data: string,
  value: string,
  more: string,
): string {
  const { rank, isRagged, accesses } = layout;
  if (accesses[t] === "vector") return `${data}[${name}At${more}] = ${value};`;
  const hasRest = isRagged || rank < 2;
  const stores = elementsOf(layout, t, name, data, more).map((element, j) => {
    const store = `${element} = ${value}[${j}];`;
    return hasRest && j > 0 ? `if (4u * i + ${j}u < u.size) { ${store} }` : store;
  });
  return stores.join("\n");
}

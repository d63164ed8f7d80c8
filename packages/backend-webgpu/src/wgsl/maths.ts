import { EXPONENTIAL } from "./maths/exponential";
import { FLOAT_TESTS } from "./maths/float-tests";
import { LOGARITHM } from "./maths/logarithm";
import { POWER } from "./maths/power";
import { REMAINDER } from "./maths/remainder";
import { TRIGONOMETRY } from "./maths/trigonometry";

/** WGSL functions by name: each text with the names of those that it calls. */
export type Library = Readonly<Record<string, readonly [text: string, ...calls: string[]]>>;

const library: Library = {
  ...FLOAT_TESTS,
  ...EXPONENTIAL,
  ...LOGARITHM,
  ...POWER,
  ...REMAINDER,
  ...TRIGONOMETRY,
};

const SCALARS = "alias F = f32; alias U = u32; alias I = i32; alias B = bool;";
const VECTORS = "alias F = vec4<f32>; alias U = vec4<u32>; alias I = vec4<i32>; alias B = vec4<bool>;";

/**
 * WGSL of the functions named and of those that they need, on arguments of type f32; to be called once for a shader.
 *
 * Their results lie within a few units of the last place where the built-in functions of their names, which they hide,
 * may be as far off as https://www.w3.org/TR/WGSL/#concrete-float-accuracy allows (2⁻¹¹ for `sin`). NaN and infinities
 * come out as IEEE 754 has them; results below 2⁻¹²⁶ may be 0. The functions of `FLOATS` are among those that may be
 * named: a shader has either those or these.
 */
export function maths(...names: readonly string[]): string {
  return textOf(SCALARS, names);
}

/** The same for arguments of type vec4<f32>. */
export function vectorMaths(...names: readonly string[]): string {
  return textOf(VECTORS, names);
}

/** Names that the library does not have are those of built-in functions. */
function textOf(aliases: string, names: readonly string[]): string {
  const texts = new Set<string>();
  const add = (name: string): void => {
    const entry = library[name];
    if (!entry) return;
    const [text, ...calls] = entry;
    calls.forEach(add);
    texts.add(text);
  };
  names.forEach(add);
  return texts.size === 0 ? "" : [aliases, ...texts].join("\n");
}

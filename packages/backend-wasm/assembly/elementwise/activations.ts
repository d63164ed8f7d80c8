import { exp2Negative } from "../maths/exp-negative";
import { powerOfMinus, sigmoid, unit } from "../maths/sigmoid";
import { place } from "../splat";

/** As src/fused/activations.ts numbers them. */
const enum Activation { gelu, geluTanh, silu, geluGrad, geluTanhGrad, siluGrad }

/** See exp.ts of maths. */
const TABLE = memory.data<f32>([
  -0.7213475204444817, // −½ log₂ e
  14, // where nothing is left of a bell
  0.398691862821579, 3.0730113983154297, 9.874601364135742, 14.8209228515625,
  7.686015605926514, 25.954078674316406, 43.399879455566406, 29.641847610473633,
  0.3989422804014327, // 1 / √(2π)
  1.5957691216057308, // √(8/π)
  0.07135481282534595, 0.21406443847603784, // 0.044715 √(8/π), and three times that
  1,
]);

@inline
function one(): v128 {
  return v128.load32_splat(TABLE, 56);
}

/** Takes a where x has a sign, else b. */
@inline
function bySign(x: v128, a: v128, b: v128): v128 {
  return v128.bitselect(a, b, i32x4.shr_s(x, 31));
}

/** √(8/π) · (x + 0.044715 x³): its sigmoid is ½ (1 + tanh of half of it). */
@inline
function bend(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const slope = f32x4.add(f32x4.mul(square, v128.load32_splat(TABLE, 48)), v128.load32_splat(TABLE, 44));
  return f32x4.mul(x, slope);
}

/** e^(−x²/2) */
@inline
function bell(x: v128): v128 {
  return exp2Negative(f32x4.mul(f32x4.mul(x, x), v128.load32_splat(TABLE)));
}

/** Φ(−a) / e^(−a²/2) for a ≥ 0: a rational minimax function (Lawson), to 3 ulp up to 4, beyond to fewer digits. */
@inline
function tailOfBell(a: v128): v128 {
  a = f32x4.pmin(a, v128.load32_splat(TABLE, 4));
  let p = f32x4.add(f32x4.mul(a, v128.load32_splat(TABLE, 8)), v128.load32_splat(TABLE, 12));
  p = f32x4.add(f32x4.mul(a, p), v128.load32_splat(TABLE, 16));
  p = f32x4.add(f32x4.mul(a, p), v128.load32_splat(TABLE, 20));
  let q = f32x4.add(a, v128.load32_splat(TABLE, 24));
  q = f32x4.add(f32x4.mul(a, q), v128.load32_splat(TABLE, 28));
  q = f32x4.add(f32x4.mul(a, q), v128.load32_splat(TABLE, 32));
  q = f32x4.add(f32x4.mul(a, q), v128.load32_splat(TABLE, 36));
  return f32x4.div(p, q);
}

@unmanaged class Gelu {
  /** x Φ(x) = max(x, 0) − a Φ(−a) with a = |x| */
  @inline v(x: v128, g: v128): v128 {
    // Where x is ∞, a is not, as ∞ · 0 is NaN.
    const a = f32x4.pmax(f32x4.neg(x), f32x4.pmin(x, v128.load32_splat(TABLE, 4)));
    const lacking = f32x4.mul(a, f32x4.mul(bell(x), tailOfBell(a)));
    return f32x4.sub(f32x4.pmax(x, f32x4.splat(0)), lacking);
  }
}

@unmanaged class GeluTanh { @inline v(x: v128, g: v128): v128 { return f32x4.mul(x, sigmoid(bend(x))); } }
@unmanaged class Silu { @inline v(x: v128, g: v128): v128 { return f32x4.mul(x, sigmoid(x)); } }

@unmanaged class GeluGrad {
  /** g · (Φ(x) + x e^(−x²/2) / √(2π)): for x = −a that is m, for x = a it is 1 − m. */
  @inline v(x: v128, g: v128): v128 {
    const a = f32x4.abs(x);
    const slope = f32x4.mul(a, v128.load32_splat(TABLE, 40));
    const m = f32x4.mul(bell(x), f32x4.sub(tailOfBell(a), slope));
    return f32x4.mul(g, bySign(x, m, f32x4.sub(one(), m)));
  }
}

@unmanaged class GeluTanhGrad {
  /** g · (s + x s (1 − s) b′(x)) with b = bend and s = sigmoid of b(x) */
  @inline v(x: v128, g: v128): v128 {
    const power = powerOfMinus(bend(x));
    // s and 1 − s, without the loss of a subtraction.
    const share = f32x4.div(one(), f32x4.add(unit(), power));
    const s = f32x4.mul(unit(), share);
    const less = f32x4.mul(power, share);
    const steepness = f32x4.add(
      f32x4.mul(f32x4.mul(x, x), v128.load32_splat(TABLE, 52)),
      v128.load32_splat(TABLE, 44),
    );
    const slope = f32x4.mul(f32x4.mul(x, steepness), f32x4.mul(s, less));
    return f32x4.mul(g, f32x4.add(s, slope));
  }
}

@unmanaged class SiluGrad {
  /** g · s (1 + x (1 − s)) with s = sigmoid x */
  @inline v(x: v128, g: v128): v128 {
    const s = sigmoid(x);
    const slope = f32x4.mul(s, f32x4.add(f32x4.mul(x, f32x4.sub(one(), s)), one()));
    return f32x4.mul(g, slope);
  }
}

@inline
function loop<Op>(y: usize, x: usize, g: usize, i: usize, end: usize): void {
  for (; i < end; i += 16) v128.store(y + i, changetype<Op>(0).v(v128.load(x + i), v128.load(g + i)));
}

/** Two vectors a turn share what they load of tables. */
@inline
function loopOfPairs<Op>(y: usize, x: usize, g: usize, i: usize, end: usize): void {
  for (; i < end; i += 32) {
    const a = changetype<Op>(0).v(v128.load(x + i), v128.load(g + i));
    const b = changetype<Op>(0).v(v128.load(x + i, 16), v128.load(g + i, 16));
    v128.store(y + i, a);
    v128.store(y + i, b, 16);
  }
}

function vectors(op: u32, y: usize, x: usize, g: usize, from: usize, to: usize): void {
  switch (op) {
    case Activation.gelu: loopOfPairs<Gelu>(y, x, g, from, to); break;
    case Activation.geluTanh: loopOfPairs<GeluTanh>(y, x, g, from, to); break;
    case Activation.silu: loopOfPairs<Silu>(y, x, g, from, to); break;
    case Activation.geluGrad: loop<GeluGrad>(y, x, g, from, to); break;
    case Activation.geluTanhGrad: loop<GeluTanhGrad>(y, x, g, from, to); break;
    default: loop<SiluGrad>(y, x, g, from, to);
  }
}

/** Elements `from` to `to` of an activation of x, or of its gradient from `g`. All float32. */
export function activation(op: u32, y: usize, x: usize, g: usize, from: usize, to: usize): void {
  const rest = (to - from) & 7;
  const whole = (to - rest) << 2;
  vectors(op, y, x, g, from << 2, whole);
  if (rest) {
    memory.copy(place(0), x + whole, rest << 2);
    memory.copy(place(2), g + whole, rest << 2);
    vectors(op, place(0), place(0), place(2), 0, 32);
    memory.copy(y + whole, place(0), rest << 2);
  }
}

import { place } from "../splat";

/** What becomes of the words: they stay; 24 bits of each in float32; 53 of each pair in float64; all in [0, 1). */
const enum RandomKind { bits, float32, float64 }

@inline
function mix(b: v128, turn: i32, a: v128): v128 {
  return v128.xor(v128.or(i32x4.shl(b, turn), i32x4.shr_u(b, 32 - turn)), a);
}

/** The upper `bits` bits of words as doubles, of the lower or upper two words. */
@inline
function doubles(words: v128, bits: i32, upper: bool): v128 {
  const v = i32x4.shr_u(words, 32 - bits);
  return f64x2.convert_low_i32x4_u(upper ? i64x2.shuffle(v, v, 1, 1) : v);
}

@inline
function uniformDouble(a: v128, b: v128, upper: bool): v128 {
  const sum = f64x2.add(
    f64x2.mul(doubles(a, 27, upper), f64x2.splat(67108864)),
    doubles(b, 26, upper),
  );
  return f64x2.mul(sum, f64x2.splat(1.1102230246251565e-16));
}

@inline
function uniform(words: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(words, 8)), f32x4.splat(5.960464477539063e-8));
}

/** Stores four blocks: both words of each. */
@inline
function storeBlocks(kind: u32, y: usize, a: v128, b: v128): void {
  if (kind == RandomKind.float64) {
    v128.store(y, uniformDouble(a, b, false));
    v128.store(y, uniformDouble(a, b, true), 16);
    return;
  }
  if (kind == RandomKind.float32) {
    a = uniform(a);
    b = uniform(b);
  }
  v128.store(y, i32x4.shuffle(a, b, 0, 4, 1, 5));
  v128.store(y, i32x4.shuffle(a, b, 2, 6, 3, 7), 16);
}

/**
 * Blocks `from` to `to`, of 8 bytes each, of the random numbers from the counter on; the last ends at `bytes`.
 * Threefry-2x32 with 20 rounds: Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (2011). Four blocks at once.
 */
export function random(
  kind: u32, y: usize, key0: i32, key1: i32, low: u32, high: u32, bytes: usize, from: usize, to: usize,
): void {
  const end = min(to << 3, bytes);
  for (let at = from << 3; at < end; at += 32) {
    const counter = (((<u64>high) << 32) | <u64>low) + <u64>(at >> 3);
    const first = i32x4.splat(<i32>counter);
    // A lane that has passed 2³² is smaller than the first; true is −1.
    let a = i32x4.add(first, i32x4(0, 1, 2, 3));
    let b = i32x4.sub(i32x4.splat(<i32>(counter >> 32) + key1), i32x4.lt_u(a, first));
    a = i32x4.add(a, i32x4.splat(key0));
    let keyA = key1;
    let keyB = key0 ^ key1 ^ 0x1bd11bda;
    let keyC = key0;
    for (let group = 1; group < 6; group++) {
      if (group & 1) {
        b = mix(b, 13, (a = i32x4.add(a, b)));
        b = mix(b, 15, (a = i32x4.add(a, b)));
        b = mix(b, 26, (a = i32x4.add(a, b)));
        b = mix(b, 6, (a = i32x4.add(a, b)));
      } else {
        b = mix(b, 17, (a = i32x4.add(a, b)));
        b = mix(b, 29, (a = i32x4.add(a, b)));
        b = mix(b, 16, (a = i32x4.add(a, b)));
        b = mix(b, 24, (a = i32x4.add(a, b)));
      }
      a = i32x4.add(a, i32x4.splat(keyA));
      b = i32x4.add(b, i32x4.splat(keyB + group));
      const used = keyA;
      keyA = keyB;
      keyB = keyC;
      keyC = used;
    }
    const whole = end - at >= 32;
    const target = whole ? y + at : place(0);
    storeBlocks(kind, target, a, b);
    if (!whole) memory.copy(y + at, target, end - at);
  }
}

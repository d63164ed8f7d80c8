import { scratch } from "../scratch";
import { frameGroup } from "./convolution-direct";
import { Plan } from "./convolution-plan";

/** Where the scratch memory holds the sums of one group, before its framed planes. */
const SUMS: usize = 1024;

/** The gradient of weights where a group has few of them: at most 192. A unit is a group. */
export function convolveBackDirect(plan: usize, from: usize, to: usize): void {
  const p = changetype<Plan>(plan);
  const count = p.channels * p.taps;
  for (let group = from; group < to; group++) {
    memory.fill(scratch + SUMS, 0, count << 4);
    for (let image: usize = 0; image < p.images; image++) {
      const source = p.source + frameGroup(p, image, group);
      const target = p.target + image * p.targetImage + group * p.targetGroup;
      let sum = scratch + SUMS;
      for (let channel: usize = 0; channel < p.channels; channel++) {
        for (let tap: usize = 0; tap < p.taps; tap++) {
          const at = source + load<u32>(p.offsets + (tap << 2));
          v128.store(sum, f32x4.add(v128.load(sum), sumProducts(p, target + channel * p.targetChannel, at)));
          sum += 16;
        }
      }
    }
    const weights = p.weights + ((group * count) << 2);
    for (let i: usize = 0; i < count; i++) {
      const v = v128.load(scratch + SUMS + (i << 4));
      const pairs = f32x4.add(v, v128.shuffle<u32>(v, v, 2, 3, 0, 1));
      store<f32>(weights + (i << 2), f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
    }
  }
}

/** The products of a plane of the target with one tap, in four sums. */
function sumProducts(p: Plan, a: usize, b: usize): v128 {
  let sum = f32x4.splat(0), sum1 = sum, sum2 = sum, sum3 = sum;
  // The lanes of the last vector of a row that exist.
  const rest = p.columns & 3;
  const mask = i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(<i32>rest));
  for (let row: usize = 0; row < p.rows; row++) {
    let x = a, y = b;
    let n = p.columns;
    for (; n >= 16; n -= 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(x), v128.load(y)));
      sum1 = f32x4.add(sum1, f32x4.mul(v128.load(x, 16), v128.load(y, 16)));
      sum2 = f32x4.add(sum2, f32x4.mul(v128.load(x, 32), v128.load(y, 32)));
      sum3 = f32x4.add(sum3, f32x4.mul(v128.load(x, 48), v128.load(y, 48)));
      x += 64;
      y += 64;
    }
    for (; n >= 4; n -= 4) {
      sum1 = f32x4.add(sum1, f32x4.mul(v128.load(x), v128.load(y)));
      x += 16;
      y += 16;
    }
    if (rest) sum2 = f32x4.add(sum2, v128.and(f32x4.mul(v128.load(x), v128.load(y)), mask));
    a += p.targetRow;
    b += p.sourceRow;
  }
  return f32x4.add(f32x4.add(sum, sum1), f32x4.add(sum2, sum3));
}

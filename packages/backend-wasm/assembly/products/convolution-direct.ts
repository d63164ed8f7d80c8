import { storeLanes } from "../lanes";
import { scratch } from "../scratch";
import { firstRow } from "./convolution-blocks";
import { framePlane, planeBytes } from "./convolution-frame";
import { Plan } from "./convolution-plan";

/** Where the scratch memory holds the framed planes of one group. */
const FRAME: usize = 4096;

/** Frames the planes of one group of one image in the scratch memory, if the plan says so: how far its sources move. */
@inline
export function frameGroup(p: Plan, image: usize, group: usize): usize {
  if (!p.frameEach) return image * p.sourceImage + group * p.sourceGroup;
  const plane = (p.height * p.width) << 2;
  const bytes = planeBytes(p);
  const from = p.framed + (image * p.groups + group) * p.planes * plane;
  for (let i: usize = 0; i < p.planes; i++) framePlane(p, from + i * plane, scratch + FRAME + i * bytes);
  return scratch + FRAME;
}

/**
 * Windows times weights for few channels, each row of a channel apart. There are `count` plans from `plans` on, for
 * parts of one target. A unit is one block of rows of one group of one image.
 */
export function convolveDirect(plans: usize, count: usize, from: usize, to: usize): void {
  const p = changetype<Plan>(plans);
  for (let unit = from; unit < to; unit++) {
    const block = unit % p.blocks;
    const group = (unit / p.blocks) % p.groups;
    const image = unit / p.blocks / p.groups;
    const moved = frameGroup(p, image, group);
    for (let i: usize = 0; i < count; i++) {
      sumRows(changetype<Plan>(plans + i * offsetof<Plan>()), image, group, block, moved);
    }
  }
}

function sumRows(p: Plan, image: usize, group: usize, block: usize, moved: usize): void {
  const end = firstRow(p.rows, p.blocks, block + 1);
  for (let i: usize = 0; i < p.channels; i++) {
    const channel = group * p.channels + i;
    const bias = p.bias ? load<f32>(p.bias + (channel << 2)) : 0;
    const target = p.target + image * p.targetImage + group * p.targetGroup + i * p.targetChannel;
    for (let row = firstRow(p.rows, p.blocks, block); row < end; row++) {
      sumRow(
        p.taps, p.offsets, p.weights + ((channel * p.taps) << 2), p.source + moved + row * p.sourceRow, p.columns,
        target + row * p.targetRow, p.targetColumn, bias,
      );
    }
  }
}

/** to[i] = bias + Σ_t weights[t] · source[i + offset t] for i < n; `step` bytes between neighbours at `to`. */
export function sumRow(
  taps: usize, offsets: usize, weights: usize, source: usize, n: isize, to: usize, step: usize, bias: f32,
): void {
  const start = f32x4.splat(bias);
  const end = offsets + (taps << 2);
  // The last vector of a block may be there in part.
  for (; n > 12; n -= 16) {
    let a = start, b = start, c = start, d = start;
    let w = weights;
    for (let offset = offsets; offset < end; offset += 4) {
      const at = source + load<u32>(offset);
      const weight = v128.load32_splat(w);
      a = f32x4.add(a, f32x4.mul(weight, v128.load(at)));
      b = f32x4.add(b, f32x4.mul(weight, v128.load(at, 16)));
      c = f32x4.add(c, f32x4.mul(weight, v128.load(at, 32)));
      d = f32x4.add(d, f32x4.mul(weight, v128.load(at, 48)));
      w += 4;
    }
    put(to, step, a, 4);
    put(to + 4 * step, step, b, 4);
    put(to + 8 * step, step, c, 4);
    put(to + 12 * step, step, d, min(n - 12, 4));
    source += 64;
    to += step << 4;
  }
  for (; n > 4; n -= 8) {
    let a = start, b = start;
    let w = weights;
    for (let offset = offsets; offset < end; offset += 4) {
      const at = source + load<u32>(offset);
      const weight = v128.load32_splat(w);
      a = f32x4.add(a, f32x4.mul(weight, v128.load(at)));
      b = f32x4.add(b, f32x4.mul(weight, v128.load(at, 16)));
      w += 4;
    }
    put(to, step, a, 4);
    put(to + 4 * step, step, b, min(n - 4, 4));
    source += 32;
    to += step << 3;
  }
  if (n > 0) {
    let a = start;
    let w = weights;
    for (let offset = offsets; offset < end; offset += 4) {
      a = f32x4.add(a, f32x4.mul(v128.load32_splat(w), v128.load(source + load<u32>(offset))));
      w += 4;
    }
    put(to, step, a, n);
  }
}

@inline
function put(to: usize, step: usize, v: v128, count: isize): void {
  if (step == 4) {
    if (count == 4) v128.store(to, v);
    else storeLanes(to, v, count << 2);
    return;
  }
  v128.store32_lane(to, v, 0);
  if (count > 1) v128.store32_lane(to + step, v, 1);
  if (count > 2) v128.store32_lane(to + 2 * step, v, 2);
  if (count > 3) v128.store32_lane(to + 3 * step, v, 3);
}

import { Frame } from "./convolution-plan";

/**
 * Planes `from` to `to` of the tensor at `framed`, with zeros around, to `frame`. Rows and columns are sorted so that
 * windows that are a stride apart become neighbours: of `slots` slots, slot s holds every `stride`-th element from s ·
 * dilation on, as that is where the tap s of the first window lies.
 */
export function framePlanes(plan: usize, from: usize, to: usize): void {
  const p = changetype<Frame>(plan);
  const bytes = planeBytes(p);
  const plane = (p.height * p.width) << 2;
  for (let i = from; i < to; i++) framePlane(p, p.framed + i * plane, p.frame + i * bytes);
}

/** Bytes of one plane in the framed copy. */
@inline
export function planeBytes(p: Frame): usize {
  return (p.verticalSlots * p.verticalLength * p.horizontalSlots * p.horizontalLength) << 2;
}

export function framePlane(p: Frame, x: usize, to: usize): void {
  const row = (p.horizontalSlots * p.horizontalLength) << 2;
  for (let slot: usize = 0; slot < p.verticalSlots; slot++) {
    const phase = (slot * p.verticalDilation) % p.verticalStride;
    const first = firstInside(phase, p.top, p.verticalStride, p.verticalLength);
    const end = firstInside(phase, p.top + p.height, p.verticalStride, p.verticalLength);
    const inside = to + first * row;
    const from = x + (((first * p.verticalStride + phase - p.top) * p.width) << 2);
    clear(to, inside);
    for (let i: usize = 0; i < p.horizontalSlots; i++) {
      frameSlot(p, i, from, inside + ((i * p.horizontalLength) << 2), row, end - first);
    }
    to += p.verticalLength * row;
    clear(inside + (end - first) * row, to);
  }
}

/** The first i, or `length`, with i · stride + phase ≥ size. */
@inline
function firstInside(phase: usize, size: usize, stride: usize, length: usize): usize {
  return phase < size ? min((size - phase + stride - 1) / stride, length) : 0;
}

/** One slot of `rows` rows, `step` bytes apart. */
function frameSlot(p: Frame, slot: usize, x: usize, to: usize, step: usize, rows: usize): void {
  const stride = p.horizontalStride;
  const length = p.horizontalLength;
  const phase = (slot * p.horizontalDilation) % stride;
  const first = firstInside(phase, p.left, stride, length);
  const end = firstInside(phase, p.left + p.width, stride, length);
  x += (first * stride + phase - p.left) << 2;
  for (; rows > 0; rows--) {
    clear(to, to + (first << 2));
    copyEvery(stride, x, to + (first << 2), to + (end << 2));
    clear(to + (end << 2), to + (length << 2));
    to += step;
    x += (p.verticalStride * p.width) << 2;
  }
}

/** Every `stride`-th element. */
@inline
function copyEvery(stride: usize, x: usize, to: usize, end: usize): void {
  if (stride == 1) {
    for (; to + 16 <= end; to += 16) {
      v128.store(to, v128.load(x));
      x += 16;
    }
  } else if (stride == 2) {
    for (; to + 16 <= end; to += 16) {
      v128.store(to, v128.shuffle<u32>(v128.load(x), v128.load(x, 16), 0, 2, 4, 6));
      x += 32;
    }
  }
  for (; to < end; to += 4) {
    store<f32>(to, load<f32>(x));
    x += stride << 2;
  }
}

/** Gaps are so short that calls of memory.fill would take longer. */
@inline
function clear(from: usize, to: usize): void {
  for (; from + 16 <= to; from += 16) v128.store(from, i32x4.splat(0));
  for (; from < to; from += 4) store<u32>(from, 0);
}

import { addToDoubles, firstLanes, sumOfDoubles, upperHalf } from "../vectors";
import { eight } from "./eight";
import { Sum } from "./ops";

/** The sum of `n` neighbouring floats: in double precision, but for groups of eight. */
export function sumOfRun(x: usize, n: u32): f64 {
  let total = f64x2.splat(0);
  for (const end = x + ((n >> 5) << 7); x < end; x += 128) total = addToDoubles(total, eight<Sum>(x, 16));
  let rest = f32x4.splat(0);
  for (const end = x + (((n >> 2) & 7) << 4); x < end; x += 16) rest = f32x4.add(rest, v128.load(x));
  if (n & 3) rest = f32x4.add(rest, v128.and(v128.load(x), firstLanes(n & 3)));
  return sumOfDoubles(addToDoubles(total, rest));
}

/** The extreme of `n` neighbouring floats. */
@inline
export function extremeOfRun<Op>(x: usize, n: u32): f32 {
  const op = changetype<Op>(0);
  let all = op.identity();
  for (const end = x + ((n >> 5) << 7); x < end; x += 128) all = op.lanes(all, eight<Op>(x, 16));
  for (const end = x + (((n >> 2) & 7) << 4); x < end; x += 16) all = op.lanes(all, v128.load(x));
  if (n & 3) all = op.lanes(all, v128.bitselect(v128.load(x), op.identity(), firstLanes(n & 3)));
  all = op.lanes(all, upperHalf(all));
  return op.of<f32>(f32x4.extract_lane(all, 0), f32x4.extract_lane(all, 1));
}

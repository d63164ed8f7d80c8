import { offsetA, offsetB, startWalk, stepWalk } from "../walk";
import { copyRow } from "../movement/row";

@inline
function gatherLine<T>(y: usize, x: usize, xn: usize, xd: usize, index: usize, step: usize, n: usize): void {
  for (; n; n--, y += sizeof<T>(), x += xn, index += step) store<T>(y, load<T>(x + load<u32>(index) * xd));
}

/**
 * Elements `from` to `to` of contiguous y: each is the element of x that lies its index times `xd` bytes further.
 * Blocks of m rows and n columns lie at the places of a walk (a: index, b: x); the other numbers are bytes between
 * neighbours.
 */
export function gather(
  item: usize, y: usize, x: usize, xm: usize, xn: usize, xd: usize, index: usize, im: usize, step: usize,
  m: usize, n: usize, plan: usize, from: usize, to: usize,
): void {
  let i = from % n;
  let row = from / n;
  startWalk(plan, row / m);
  row %= m;
  while (from < to) {
    const count = min(n - i, to - from);
    const target = y + from * item;
    const source = x + offsetB + row * xm + i * xn;
    const at = index + offsetA + row * im + i * step;
    if (step == 0 && xn == item) copyRow(target, source + load<u32>(at) * xd, count * item);
    else if (item == 4) gatherLine<u32>(target, source, xn, xd, at, step, count);
    else if (item == 8) gatherLine<u64>(target, source, xn, xd, at, step, count);
    else gatherLine<u8>(target, source, xn, xd, at, step, count);
    from += count;
    i = 0;
    if (++row == m) {
      row = 0;
      stepWalk(plan);
    }
  }
}

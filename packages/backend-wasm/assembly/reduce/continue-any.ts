/**
 * Continues `count` results of type A at `to` with elements of type T: result j with the `length` elements, `through`
 * bytes apart, from x + j · `step` on.
 */
@inline
export function along<T, A, Op>(to: usize, x: usize, count: u32, step: usize, length: u32, through: usize): void {
  const op = changetype<Op>(0);
  for (const end = to + count * sizeof<A>(); to < end; to += sizeof<A>(), x += step) {
    let result = load<A>(to);
    let at = x;
    for (let n = length; n > 0; n--, at += through) result = op.of<A>(result, load<T>(at) as A);
    store<A>(to, result);
  }
}

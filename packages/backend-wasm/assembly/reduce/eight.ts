/** What an op makes of eight vectors, `step` bytes apart, as a tree: rounding errors stay those of three additions. */
@inline
export function eight<Op>(x: usize, step: usize): v128 {
  const op = changetype<Op>(0);
  const half = x + (step << 2);
  return op.lanes(four<Op>(x, step), four<Op>(half, step));
}

@inline
function four<Op>(x: usize, step: usize): v128 {
  const op = changetype<Op>(0);
  const y = x + (step << 1);
  return op.lanes(op.lanes(v128.load(x), v128.load(x + step)), op.lanes(v128.load(y), v128.load(y + step)));
}

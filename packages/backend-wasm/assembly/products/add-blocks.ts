/** Elements `from` to `to` of y: the sums of `blocks` blocks of `size` elements each. */
export function addBlocks(y: usize, x: usize, blocks: usize, size: usize, from: usize, to: usize): void {
  for (let i = from; i < to; i++) {
    let sum = load<f32>(x + (i << 2));
    for (let block: usize = 1; block < blocks; block++) sum += load<f32>(x + ((block * size + i) << 2));
    store<f32>(y + (i << 2), sum);
  }
}

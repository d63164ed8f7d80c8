/** The most steps of a sum that are taken at a time: 8 columns of so many stay in the L1 cache. */
const MAX_DEPTH: usize = 320;

/** Steps in each block but the last when `steps` are split evenly. */
@inline
export function depthOf(steps: usize): usize {
  const blocks = (steps + MAX_DEPTH - 1) / MAX_DEPTH;
  return blocks < 2 ? steps : ((steps + blocks - 1) / blocks + 3) & ~3;
}

/** The first of the rows of sliver `i` when rows are split evenly. */
@inline
export function firstRow(rows: usize, slivers: usize, i: usize): usize {
  return i * (rows / slivers) + min(i, rows % slivers);
}

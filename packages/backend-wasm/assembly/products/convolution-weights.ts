import { packRows } from "./pack";
import { firstRow, depthOf } from "./convolution-blocks";

/**
 * Offsets of the taps of a window, 4 bytes each: tap (c, i, j) lies c · channel + vertical(i) + horizontal(j) bytes
 * from the first, where along a dimension tap i lies in slot i mod slots, i · dilation / stride steps (rounded down)
 * from its start.
 */
export function tapOffsets(
  to: usize, channels: usize, channel: usize,
  rows: i32, rowSlots: i32, rowSlot: i32, rowDilation: i32, rowStride: i32, rowStep: i32,
  columns: i32, columnSlots: i32, columnSlot: i32, columnDilation: i32, columnStride: i32, columnStep: i32,
): void {
  for (let c: usize = 0; c < channels; c++) {
    for (let i = 0; i < rows; i++) {
      const row = c * channel + (i % rowSlots) * rowSlot + ((i * rowDilation) / rowStride) * rowStep;
      for (let j = 0; j < columns; j++) {
        const column = (j % columnSlots) * columnSlot + ((j * columnDilation) / columnStride) * columnStep;
        store<u32>(to, row + column);
        to += 4;
      }
    }
  }
}

/**
 * Weights as the left operand of products: for each group, block of taps and sliver of channels, tap by tap, its
 * channels side by side. `channel` and `group` are bytes between neighbours, `offsets` those of the taps, or 0 where
 * taps are neighbours. A unit is a sliver.
 */
export function packWeights(
  packed: usize, weights: usize, group: usize, channels: usize, channel: usize, offsets: usize, taps: usize,
  tileRows: usize, from: usize, to: usize,
): void {
  const slivers = (channels + tileRows - 1) / tileRows;
  const depth = depthOf(taps);
  for (let unit = from; unit < to; unit++) {
    const sliver = unit % slivers;
    const first = firstRow(channels, slivers, sliver);
    const rows = firstRow(channels, slivers, sliver + 1) - first;
    const left = weights + (unit / slivers) * group + first * channel;
    const own = packed + (((unit / slivers) * channels * taps) << 2);
    for (let tap: usize = 0; tap < taps; tap += depth) {
      const steps = min(depth, taps - tap);
      const block = own + ((tap * channels + first * steps) << 2);
      if (offsets) gather(block, left, channel, rows, offsets + (tap << 2), steps);
      else packRows(block, left + (tap << 2), channel, 4, rows, steps, rows);
    }
  }
}

@inline
function gather(to: usize, weights: usize, channel: usize, rows: usize, offsets: usize, steps: usize): void {
  for (const end = offsets + (steps << 2); offsets < end; offsets += 4) {
    let from = weights + load<u32>(offsets);
    for (let i: usize = 0; i < rows; i++) {
      store<f32>(to, load<f32>(from));
      to += 4;
      from += channel;
    }
  }
}

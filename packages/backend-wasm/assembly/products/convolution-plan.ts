/** The framed copy of a tensor of planes (see convolution-frame.ts), as src/convolution/frame.ts writes it. */
@unmanaged export class Frame {
  /** Planes of one group of one image. */
  planes: usize;
  height: usize;
  width: usize;
  /** Rows and columns of zeros before the first. */
  top: usize;
  left: usize;
  verticalSlots: usize;
  verticalLength: usize;
  verticalStride: usize;
  verticalDilation: usize;
  horizontalSlots: usize;
  horizontalLength: usize;
  horizontalStride: usize;
  horizontalDilation: usize;
  framed: usize;
  frame: usize;
  /** Planes are framed in the scratch memory, just before they are used. */
  frameEach: usize;
}

/**
 * A convolution, as src/convolution/plan.ts writes it: sums over the taps of windows of a source, for each channel of a
 * target. A tap of the window at (image, row, column) of a group lies at
 * source + image · sourceImage + group · sourceGroup + row · sourceRow + column · 4 + its offset.
 * Names that end in a dimension are the bytes between neighbours along it.
 */
@unmanaged export class Plan extends Frame {
  images: usize;
  groups: usize;
  /** Windows of one image. */
  rows: usize;
  columns: usize;

  source: usize;
  sourceImage: usize;
  sourceGroup: usize;
  sourceRow: usize;

  /** Addresses of the offsets of the taps, 4 bytes each, and their count. */
  offsets: usize;
  taps: usize;

  target: usize;
  targetImage: usize;
  targetGroup: usize;
  targetChannel: usize;
  targetRow: usize;
  targetColumn: usize;
  /** Channels of the target in one group. */
  channels: usize;

  /** Packed by `packWeights`, or for a gradient of weights where to sum it. */
  weights: usize;
  /** One term for each channel of the target, or 0. */
  bias: usize;
  /** Rows of a product's tile. */
  tileRows: usize;
  /** In how many parts the channels of a group are taken, each in one unit, */
  panels: usize;
  /** in how many the taps are (for a gradient of weights), */
  tapPanels: usize;
  /** and in how many the windows. */
  blocks: usize;
}

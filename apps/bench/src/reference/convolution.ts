/** A 2-d convolution with stride 1, square kernel and equal padding all around. */
export interface Convolution {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly height: number;
  readonly width: number;
  readonly kernel: number;
  readonly padding: number;
  /** Of channels that see each other only. Default 1. */
  readonly groups?: number;
}

const outputHeight = ({ height, kernel, padding }: Convolution): number => height + 2 * padding - kernel + 1;
const outputWidth = ({ width, kernel, padding }: Convolution): number => width + 2 * padding - kernel + 1;

export function inputShape({ batch, inChannels, height, width }: Convolution): number[] {
  return [batch, inChannels, height, width];
}

export function weightShape({ inChannels, outChannels, kernel, groups = 1 }: Convolution): number[] {
  return [outChannels, inChannels / groups, kernel, kernel];
}

export function outputShape(conv: Convolution): number[] {
  return [conv.batch, conv.outChannels, outputHeight(conv), outputWidth(conv)];
}

/** Where a stretch of an input row, the stretch of an output row that it adds to, and their weight begin. */
type Visit = (x: number, y: number, weight: number, count: number) => void;

/** Every stretch of input that meets a stretch of output through one weight. */
function eachStretch(conv: Convolution, visit: Visit): void {
  const { batch, inChannels, outChannels, height, width, kernel, padding, groups = 1 } = conv;
  const [inGroup, outGroup] = [inChannels / groups, outChannels / groups];
  const [rows, columns] = [outputHeight(conv), outputWidth(conv)];
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < outChannels; o++)
      for (let c = 0; c < inGroup; c++)
        for (let tap = 0; tap < kernel * kernel; tap++) {
          const down = Math.floor(tap / kernel) - padding;
          const right = (tap % kernel) - padding;
          const from = Math.max(0, -right);
          const count = Math.min(columns, width - right) - from;
          for (let row = Math.max(0, -down); row < Math.min(rows, height - down); row++) {
            const channel = Math.floor(o / outGroup) * inGroup + c;
            const x = ((n * inChannels + channel) * height + row + down) * width + from + right;
            const y = ((n * outChannels + o) * rows + row) * columns + from;
            visit(x, y, (o * inGroup + c) * kernel * kernel + tap, count);
          }
        }
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

export function convolve(conv: Convolution, x: ArrayLike<number>, weight: ArrayLike<number>): Float64Array {
  const out = new Float64Array(sizeOf(outputShape(conv)));
  eachStretch(conv, (xStart, yStart, w, count) => {
    const factor = weight[w];
    for (let i = 0; i < count; i++) out[yStart + i] += factor * x[xStart + i];
  });
  return out;
}

/** The gradient of x for the gradient `g` of the output. */
export function inputGradient(conv: Convolution, g: ArrayLike<number>, weight: ArrayLike<number>): Float64Array {
  const out = new Float64Array(sizeOf(inputShape(conv)));
  eachStretch(conv, (xStart, yStart, w, count) => {
    const factor = weight[w];
    for (let i = 0; i < count; i++) out[xStart + i] += factor * g[yStart + i];
  });
  return out;
}

/** The gradient of the weight for the gradient `g` of the output. */
export function weightGradient(conv: Convolution, g: ArrayLike<number>, x: ArrayLike<number>): Float64Array {
  const out = new Float64Array(sizeOf(weightShape(conv)));
  eachStretch(conv, (xStart, yStart, w, count) => {
    let total = 0;
    for (let i = 0; i < count; i++) total += x[xStart + i] * g[yStart + i];
    out[w] += total;
  });
  return out;
}

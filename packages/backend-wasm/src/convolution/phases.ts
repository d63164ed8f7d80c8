import { type Axis, greatestDivisor } from "./source";

/** Elements of one dimension of x that a stride apart meet the same taps. */
interface AxisPhase {
  readonly first: number;
  readonly count: number;
  /** The taps that these elements meet, from `weight` on, `weightStep` apart. */
  readonly taps: number;
  readonly weight: number;
  readonly weightStep: number;
  /**
   * The element of g with which the first of them meets the first tap, and how far the one of the next tap is from
   * there.
   */
  readonly start: number;
  readonly step: number;
}

/** The phases that meet any taps, whether there are others, and how g is framed for them. */
export interface AxisPhases {
  readonly phases: readonly AxisPhase[];
  readonly complete: boolean;
  readonly axis: Axis;
}

/**
 * The gradient of a convolution's input along one dimension, by phases: element i of x meets tap t in window w where
 * i + before = w · stride + t · dilation.
 */
export function phasesOf({ size, before, taps, stride, dilation, count }: Axis): AxisPhases {
  const divisor = greatestDivisor(stride, dilation);
  const weightStep = stride / divisor;
  const step = -dilation / divisor;
  const candidates = Math.min(taps, weightStep);
  const phases: AxisPhase[] = [];
  let zeros = 0;
  let end = 0;
  for (let first = 0; first < Math.min(stride, size); first++) {
    let weight = 0;
    while (weight < candidates && (first + before - weight * dilation) % stride !== 0) weight++;
    if (weight === candidates) continue;
    const start = (first + before - weight * dilation) / stride;
    const elements = Math.ceil((size - first) / stride);
    const met = Math.ceil((taps - weight) / weightStep);
    phases.push({ first, count: elements, taps: met, weight, weightStep, start, step });
    zeros = Math.max(zeros, -(start + (met - 1) * step));
    end = Math.max(end, start + elements);
  }
  return {
    phases,
    complete: phases.length === Math.min(stride, size),
    axis: { size: count, before: zeros, taps: 1, stride: 1, dilation: 1, count: zeros + end },
  };
}

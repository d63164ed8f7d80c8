import { type ConvAttrs, type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { convolve, type Phase } from "../convolution/convolve";
import { axisOf, targetOf } from "../convolution/geometry";
import { type AxisPhases, phasesOf } from "../convolution/phases";
import type { Target } from "../convolution/plan";
import { type Source, sourceOf, type Taps } from "../convolution/source";
import { addressOf, type Machine } from "../machine/machine";

/**
 * (g [n,o,h',w'], weight) → gradient of x [n,c,h,w]. With a stride s, every s-th element of x meets the same taps:
 * these elements are the sums of windows without a stride over g.
 */
export const conv2dInputGrad =
  (machine: Machine): Kernel<FusedOps["conv2dInputGrad"]> =>
  ([g, weight], [y], attrs) => {
    const { groups } = attrs;
    const [outputs, channels, kh, kw] = weight.shape;
    const kernel = [kh, kw];
    const axes = [phasesOf(axisOf(0, y, g, kernel, attrs)), phasesOf(axisOf(1, y, g, kernel, attrs))] as const;
    const source = sourceOf([axes[0].axis, axes[1].axis]);
    const target = targetOf(y, groups);
    const phases = phasesOfPlanes(axes, source, target, kw, attrs);
    if (!axes[0].complete || !axes[1].complete) machine.elements("float32", target.address, sizeOf(y.shape)).fill(0);
    if (phases.length === 0) return;
    const channel = kh * kw * 4;
    const count = outputs / groups;
    convolve(machine, {
      planes: { source, images: g.shape[0], groups, count, address: addressOf(g) },
      phases,
      weights: {
        address: addressOf(weight),
        group: count * channels * channel,
        channel,
        plane: channels * channel,
        inOrder: false,
      },
      bias: 0,
      channels,
    });
  };

function phasesOfPlanes(
  [vertical, horizontal]: readonly [AxisPhases, AxisPhases],
  source: Source,
  target: Target,
  kw: number,
  { stride }: ConvAttrs,
): Phase[] {
  const phases: Phase[] = [];
  for (const v of vertical.phases) {
    for (const h of horizontal.phases) {
      phases.push({
        rows: v.count,
        columns: h.count,
        start: (v.start + source.axes[0].before) * source.row + (h.start + source.axes[1].before) * 4,
        taps: [steps(v.taps, v.step, source.row), steps(h.taps, h.step, 4)],
        weightStart: (v.weight * kw + h.weight) * 4,
        weightTaps: [steps(v.taps, v.weightStep, kw * 4), steps(h.taps, h.weightStep, 4)],
        target: {
          ...target,
          address: target.address + v.first * target.row + h.first * 4,
          row: target.row * stride[0],
          column: 4 * stride[1],
        },
      });
    }
  }
  return phases;
}

/** Taps `dilation` steps apart. */
function steps(count: number, dilation: number, step: number): Taps {
  return { count, slots: 1, slot: 0, dilation, stride: 1, step };
}

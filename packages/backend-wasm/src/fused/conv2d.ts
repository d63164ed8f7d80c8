import type { FusedOps, Kernel } from "@nn/core";
import { convolve } from "../convolution/convolve";
import { targetOf, windowsOver } from "../convolution/geometry";
import { addressOf, type Machine } from "../machine/machine";

/** (x [n,c,h,w], weight [o,c/groups,kh,kw], bias? [o]) → [n,o,h',w'] */
export const conv2d =
  (machine: Machine): Kernel<FusedOps["conv2d"]> =>
  ([x, weight, bias], [y], attrs) => {
    const [outputs, count, kh, kw] = weight.shape;
    const planes = windowsOver(x, y, [kh, kw], attrs);
    const { taps } = planes.source;
    const channels = outputs / attrs.groups;
    const channel = count * kh * kw * 4;
    convolve(machine, {
      planes,
      phases: [
        {
          rows: y.shape[2],
          columns: y.shape[3],
          start: 0,
          taps,
          weightStart: 0,
          weightTaps: taps,
          target: targetOf(y, attrs.groups),
        },
      ],
      weights: { address: addressOf(weight), group: channels * channel, channel, plane: kh * kw * 4, inOrder: true },
      bias: bias ? addressOf(bias) : 0,
      channels,
    });
  };

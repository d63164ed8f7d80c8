import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { elements } from "../strided";

export const maxPool2dGrad: Kernel<FusedOps["maxPool2dGrad"]> = ([g, positions], [x]) => {
  const [images, channels, ...windows] = g.shape;
  const [, , h, w] = x.shape;
  const from = elements(g);
  const places = elements(positions);
  const to = elements(x).fill(0, 0, sizeOf(x.shape));
  const count = sizeOf(windows);
  for (let plane = 0, i = 0; plane < images * channels; plane++) {
    for (const end = i + count; i < end; i++) to[plane * h * w + places[i]] += from[i];
  }
};

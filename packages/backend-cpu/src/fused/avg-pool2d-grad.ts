import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { forEachWindow } from "../pool-windows";
import { elements } from "../strided";

export const avgPool2dGrad: Kernel<FusedOps["avgPool2dGrad"]> = ([g], [y], attrs) => {
  const from = elements(g);
  const to = elements(y).fill(0, 0, sizeOf(y.shape));
  const width = y.shape[3];
  forEachWindow(y, attrs, [1, 1], (window, start, rows, columns, area) => {
    const share = from[window] / (attrs.countIncludePad ? area : rows * columns);
    for (let row = 0; row < rows; row++, start += width) {
      for (let i = start; i < start + columns; i++) to[i] += share;
    }
  });
};

import type { FusedOps, Kernel } from "@nn/core";
import { forEachWindow } from "../pool-windows";
import { elements } from "../strided";

export const avgPool2d: Kernel<FusedOps["avgPool2d"]> = ([x], [y], attrs) => {
  const from = elements(x);
  const to = elements(y);
  const width = x.shape[3];
  forEachWindow(x, attrs, [1, 1], (window, start, rows, columns, area) => {
    let sum = 0;
    for (let row = 0; row < rows; row++, start += width) {
      for (let i = start; i < start + columns; i++) sum += from[i];
    }
    to[window] = sum / (attrs.countIncludePad ? area : rows * columns);
  });
};

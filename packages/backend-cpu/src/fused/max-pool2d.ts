import type { FusedOps, Kernel } from "@nn/core";
import { forEachWindow } from "../pool-windows";
import { elements } from "../strided";

export const maxPool2d: Kernel<FusedOps["maxPool2d"]> = ([x], [values, positions], attrs) => {
  const [, , h, w] = x.shape;
  const [down, across] = attrs.dilation;
  const from = elements(x);
  const toValues = elements(values);
  const toPositions = elements(positions);
  forEachWindow(x, attrs, attrs.dilation, (window, start, rows, columns) => {
    const isOutside = rows <= 0 || columns <= 0;
    let place = start;
    let max = isOutside ? -Infinity : from[start];
    for (let row = 0; row < rows; row++, start += down * w) {
      for (let column = 0, i = start; column < columns; column++, i += across) {
        const value = from[i];
        // Or the first NaN; nothing is greater than it.
        if (value > max || (value !== value && max === max)) {
          max = value;
          place = i;
        }
      }
    }
    toValues[window] = max;
    toPositions[window] = isOutside ? 0 : place % (h * w);
  });
};

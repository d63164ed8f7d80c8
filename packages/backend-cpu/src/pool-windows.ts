import { type PoolAttrs, sizeOf, type View } from "@nn/core";

/**
 * Calls `visit` for each window over the planes x [n,c,h,w], in order, with its first element inside of the plane, how
 * many `rows` and `columns` of taps lie inside, and the `area` of the window without what lies beyond the padding.
 */
export function forEachWindow(
  { shape }: View,
  { kernelSize: [kh, kw], stride: [sh, sw], padding: [top, left], outputSize: [oh, ow] }: PoolAttrs,
  [dh, dw]: readonly number[],
  visit: (window: number, start: number, rows: number, columns: number, area: number) => void,
): void {
  const [, , h, w] = shape;
  const size = sizeOf(shape);
  let window = 0;
  for (let plane = 0; plane < size; plane += h * w) {
    for (let oy = 0, y = -top; oy < oh; oy++, y += sh) {
      const row = inside(y, dh);
      const rows = Math.ceil((Math.min(h, y + kh * dh) - row) / dh);
      for (let ox = 0, x = -left; ox < ow; ox++, x += sw) {
        const column = inside(x, dw);
        const columns = Math.ceil((Math.min(w, x + kw * dw) - column) / dw);
        const area = (Math.min(h + top, y + kh) - y) * (Math.min(w + left, x + kw) - x);
        visit(window++, plane + row * w + column, rows, columns, area);
      }
    }
  }
}

/** The first of `start`, `start` + `step`, ... that is not negative. */
function inside(start: number, step: number): number {
  return start < 0 ? start + Math.ceil(-start / step) * step : start;
}

import type { CustomSeriesRenderItem } from "echarts";
import { FONT, INK, type Axis } from "./style";

/** Values over a plane, as coloured bands whose edges are contour lines. */
export interface Surface {
  /** What the colours count. */
  readonly name: string;
  /** At the points of `gridOf`, in its order. */
  readonly values: ArrayLike<number>;
  /** What the first and the last colour stand for; values beyond take these colours. */
  readonly range: readonly [number, number];
  /** "two-sided" has white in the middle of the range, "one-sided" goes from light to dark. */
  readonly colours: "one-sided" | "two-sided";
}

type Range = readonly [number, number];

/** Cells along each side of a surface. */
const CELLS = 96;
/** An odd number, so that the middle of a range has a band of its own. */
const BANDS = 11;

const RAMPS = {
  "one-sided": ["#ffffff", "#d3e2f0", "#a3c2de", "#6f9cc8", "#4675ad"],
  "two-sided": ["#f4a24c", "#fcd3a1", "#ffffff", "#c3ddec", "#77b3d6"],
};

/** The centres of a surface's cells, row by row from below. */
export function gridOf(x: Range, y: Range): [number, number][] {
  const place = ([low, high]: Range, i: number): number => low + ((high - low) * (i + 0.5)) / CELLS;
  return Array.from({ length: CELLS * CELLS }, (_, i) => [place(x, i % CELLS), place(y, Math.floor(i / CELLS))]);
}

/** Rectangles, one for each run of cells in a row that lie in the same band. */
export function surfaceSeries({ values, range: [low, high] }: Surface, x: Axis, y: Axis): object {
  const edge = ({ range = [0, 1] }: Axis, i: number): number => range[0] + ((range[1] - range[0]) * i) / CELLS;
  const bandOf = (i: number): number => {
    const band = Math.floor(((values[i] - low) / (high - low)) * BANDS);
    return Math.min(Math.max(band, 0), BANDS - 1);
  };
  const data: number[][] = [];
  for (let row = 0; row < CELLS; row++) {
    for (let start = 0, end = 0; start < CELLS; start = end) {
      const band = bandOf(row * CELLS + start);
      while (end < CELLS && bandOf(row * CELLS + end) === band) end++;
      const middle = low + ((high - low) * (band + 0.5)) / BANDS;
      data.push([edge(x, start), edge(y, row), edge(x, end), edge(y, row + 1), middle]);
    }
  }
  return { type: "custom", renderItem: drawRun, data, clip: true, z: 1, encode: { x: [0, 2], y: [1, 3] } };
}

const drawRun: CustomSeriesRenderItem = (_, api) => {
  const [left, bottom] = api.coord([api.value(0), api.value(1)]);
  const [right, top] = api.coord([api.value(2), api.value(3)]);
  // Half a pixel more on each side hides the seams between neighbours.
  const shape = { x: left - 0.5, y: top - 0.5, width: right - left + 1, height: bottom - top + 1 };
  return { type: "rect", shape, style: { fill: api.visual("color") as string } };
};

/** The strip that says what the colours stand for. */
export function surfaceScale({ name, range, colours }: Surface): object {
  return {
    type: "continuous",
    seriesIndex: 0,
    dimension: 4,
    min: range[0],
    max: range[1],
    inRange: { color: RAMPS[colours] },
    right: 24,
    top: 150,
    itemHeight: 180,
    itemWidth: 16,
    text: [`${name}\n\n${range[1]}`, String(range[0])],
    calculable: false,
    textStyle: { fontSize: 12, fontFamily: FONT, color: INK },
  };
}

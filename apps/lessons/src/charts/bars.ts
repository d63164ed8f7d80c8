import type { EChartsOption } from "echarts";
import type { Chart } from "./render";
import { type Axis, axisOf, COLOURS, FONT, INK, legendOf, MARGIN, titleOf } from "./style";

export interface BarsOptions {
  readonly title: string;
  /** What the categories are. */
  readonly x: string;
  readonly categories: readonly string[];
  readonly y: Axis;
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

const WIDTH = 720;
const UP = 300;

/** Bars side by side, a group per category. */
export function bars({ title, x, categories, y, series }: BarsOptions): Chart {
  const option: EChartsOption = {
    title: titleOf(title),
    legend: legendOf(series.map(({ name }) => name)),
    grid: { left: MARGIN.left, right: MARGIN.right, top: MARGIN.top, height: UP },
    xAxis: {
      type: "category",
      data: [...categories],
      name: x,
      nameLocation: "middle",
      nameGap: 34,
      nameTextStyle: { fontSize: 14, fontFamily: FONT, color: INK },
      axisLabel: { fontSize: 13, fontFamily: FONT, color: INK, interval: 0 },
    },
    yAxis: { ...axisOf(y, true), scale: false },
    textStyle: { fontFamily: FONT, color: INK },
    series: series.map(({ name, values }, i) => ({
      name,
      type: "bar" as const,
      data: [...values],
      itemStyle: { color: COLOURS[i % COLOURS.length] },
    })),
  };
  return { option, width: WIDTH, height: MARGIN.top + UP + MARGIN.bottom };
}

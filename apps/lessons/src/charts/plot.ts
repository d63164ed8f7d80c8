import type { EChartsOption } from "echarts";
import type { Chart } from "./render";
import { type Axis, axisOf, COLOURS, FONT, INK, legendOf, MARGIN, titleOf } from "./style";
import { type Surface, surfaceSeries, surfaceScale } from "./surface";

/** Points of a chart under one name: joined by a line, or each drawn by itself. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
  /** Default: "line". "path" is a line with a dot at each point, "steps" a filled staircase. */
  readonly style?: "line" | "dashed" | "path" | "points" | "steps";
  /** A place in the palette. Default: the series' own place. */
  readonly colour?: number;
}

export interface PlotOptions {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** A background that is coloured by a value at each place. */
  readonly surface?: Surface;
  /** One unit is as long across as it is up; needs both ranges. */
  readonly isSquare?: boolean;
}

const SYMBOLS = ["circle", "triangle", "diamond", "rect"];
const WIDTH = 720;

/** Lines and points over two axes. */
export function plot({ title, x, y, series, surface, isSquare = false }: PlotOptions): Chart {
  const right = surface ? 124 : MARGIN.right;
  const across = WIDTH - MARGIN.left - right;
  const up = isSquare && x.range && y.range ? (across * (y.range[1] - y.range[0])) / (x.range[1] - x.range[0]) : 340;
  const option: EChartsOption = {
    title: titleOf(title),
    legend: legendOf(series.map(legendEntry)),
    grid: { left: MARGIN.left, top: MARGIN.top, width: across, height: up, containLabel: false },
    xAxis: axisOf(x, false),
    yAxis: axisOf(y, true),
    textStyle: { fontFamily: FONT, color: INK },
    series: [...(surface ? [surfaceSeries(surface, x, y)] : []), ...series.map(drawSeries)] as EChartsOption["series"],
    ...(surface ? { visualMap: surfaceScale(surface) } : {}),
  };
  return { option, width: WIDTH, height: Math.round(MARGIN.top + up + MARGIN.bottom) };
}

/** Without dots on lines that have none. */
function legendEntry({ name, style = "line" }: Series): { name: string } {
  const isBare = style === "line" || style === "dashed" || style === "steps";
  return { name, ...(isBare ? { itemStyle: { opacity: 0 } } : {}) };
}

function drawSeries({ name, points, style = "line", colour }: Series, index: number): object {
  const color = COLOURS[(colour ?? index) % COLOURS.length];
  const base = { name, data: points, itemStyle: { color }, z: 3 };
  if (style === "points") {
    const border = { color, borderColor: "#ffffff", borderWidth: 1 };
    const symbol = SYMBOLS[index % SYMBOLS.length];
    // A single point has to be found.
    return { ...base, type: "scatter", symbol, symbolSize: points.length === 1 ? 16 : 10, itemStyle: border };
  }
  return {
    ...base,
    type: "line",
    lineStyle: { color, width: 2.5, type: style === "dashed" ? "dashed" : "solid" },
    showSymbol: style === "path",
    symbol: style === "path" ? "circle" : "none",
    symbolSize: 6,
    step: style === "steps" ? "end" : undefined,
    areaStyle: style === "steps" ? { color, opacity: 0.18 } : undefined,
  };
}

import type { XAXisOption, YAXisOption } from "echarts/types/dist/shared";

/** Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), told apart by colour-blind readers too. */
export const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#444444"];

export const FONT = "Helvetica, Arial, sans-serif";
export const INK = "#333333";

/** One axis of a chart: what it counts, with the unit, and how far it goes. */
export interface Axis {
  readonly name: string;
  /** Default: as far as the data goes. */
  readonly range?: readonly [number, number];
  /** Equal steps are equal factors. */
  readonly log?: boolean;
}

/** Pixels around the drawing area. */
export const MARGIN = { left: 76, right: 28, top: 84, bottom: 60 };

export function titleOf(text: string): object {
  return { text, left: 20, top: 14, textStyle: { fontSize: 17, fontFamily: FONT, color: INK, fontWeight: "bold" } };
}

/** A legend whose entries are names, or names with looks of their own. */
export function legendOf(entries: readonly (string | { name: string })[]): object {
  return {
    data: [...entries],
    left: 20,
    top: 46,
    itemGap: 18,
    textStyle: { fontSize: 13, fontFamily: FONT, color: INK },
  };
}

export function axisOf({ name, range, log = false }: Axis, isVertical: boolean): XAXisOption & YAXisOption {
  return {
    type: log ? "log" : "value",
    name,
    nameLocation: "middle",
    nameGap: isVertical ? 50 : 34,
    nameTextStyle: { fontSize: 14, fontFamily: FONT, color: INK },
    min: range?.[0],
    max: range?.[1],
    scale: true,
    axisLabel: { fontSize: 13, fontFamily: FONT, color: INK, ...(log ? { formatter: formatPower } : {}) },
    // The frame stays at the edge when an axis goes through 0.
    axisLine: { show: true, onZero: false, lineStyle: { color: "#888888" } },
    axisTick: { show: true },
    splitLine: { lineStyle: { color: "#e8e8e8" } },
  } as XAXisOption & YAXisOption;
}

/** A power of ten: from 0.01 to 1000 as a number, beyond as 10⁻⁵. */
function formatPower(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (exponent >= -2 && exponent <= 3) return String(Number(value.toPrecision(3)));
  return `10${exponent < 0 ? "⁻" : ""}${String(Math.abs(exponent)).replaceAll(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])}`;
}

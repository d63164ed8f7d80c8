import { blue, plot, yellow } from "asciichart";
import type { EpochRecord } from "../loop/figures";
import { formatNumber } from "./format";

const HEIGHT = 8;
/** Columns that the numbers beside the curve take. */
const LABEL_WIDTH = 11;

/** The losses over the epochs, drawn in characters; only colours can tell that of the validation from the other. */
export function lossCurve(history: readonly EpochRecord[], columns: number, colours: boolean): string {
  const width = Math.max(Math.min(columns - LABEL_WIDTH - 2, 70), 10);
  const series = [history.map(({ train }) => train.loss)];
  const validation = history.flatMap((record) => (record.validation ? [record.validation.loss] : []));
  if (colours && validation.length === history.length) series.push(validation);
  const tints = [blue, yellow];
  const drawn = plot(
    series.map((values) => stretch(values, width)),
    {
      height: HEIGHT,
      colors: colours ? tints.slice(0, series.length) : [undefined],
      format: (value) => formatNumber(value).padStart(LABEL_WIDTH - 2),
    },
  );
  const tinted = (text: string, tint: string): string => (colours ? `${tint}${text}\x1b[0m` : text);
  const names = ["training", "validation"].slice(0, series.length).map((name, i) => tinted(name, tints[i]));
  const axis = `${" ".repeat(LABEL_WIDTH)}epoch 1${`epoch ${history.length}`.padStart(width - 7)}`;
  return `loss of ${names.join(" and ")}\n${drawn.replaceAll(/ +$/gm, "")}\n${axis}`;
}

/** `values` at `width` places from the first to the last, in between by straight lines. */
function stretch(values: readonly number[], width: number): number[] {
  return Array.from({ length: width }, (_, column) => {
    const place = (column / (width - 1)) * (values.length - 1);
    const left = Math.min(Math.floor(place), values.length - 2);
    return values[left] + (place - left) * (values[left + 1] - values[left]);
  });
}

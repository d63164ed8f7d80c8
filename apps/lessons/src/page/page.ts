import { type NestedArray, Tensor } from "@nn/core";
import type { Chart } from "../charts/render";
import { renderChart } from "../charts/render";
import { CheckError } from "../errors";
import type { Io } from "../io";
import { formatNumber, formatValue } from "./format";
import { writePicture } from "./picture-folder";
import { layOutProse, wrap } from "./prose";
import { formatTable } from "./table";

/** What a lesson shows and checks: numbers, vectors, matrices, or tensors of them. */
type Value = NestedArray | Tensor;

export interface PageOptions {
  readonly io: Io;
  /** How the lesson's files begin, such as "07-small-network". */
  readonly prefix: string;
  readonly pictures: string;
  /** The folder with real data, for lessons that can use it. */
  readonly data?: string;
}

/** Where the values stand, so that they are aligned. */
const NAME_WIDTH = 44;
const INDENT = "    ";

/** The sheet that a lesson is written on: prose, numbers, tables and pictures, in the order in which it makes them. */
export class Page {
  readonly data: string | undefined;
  private readonly width: number;
  private lastPart: string | undefined;

  constructor(private readonly options: PageOptions) {
    this.data = options.data;
    this.width = Math.min(Math.max(options.io.stdout.columns ?? 88, 60), 88);
  }

  heading(text: string): void {
    this.write("heading", `${text}\n${"═".repeat(text.length)}`);
  }

  /** Prose. Paragraphs are wrapped; lines indented further than the others stay as they are. */
  say(text: string): void {
    this.write("prose", layOutProse(text, this.width));
  }

  /** Prints a value under a name. */
  async show(name: string, value: Value | string): Promise<void> {
    this.writeValue(name, typeof value === "string" ? [value] : formatValue(await read(value)), "");
  }

  /** Prints a value, and throws unless each of its numbers lies within `tolerance` of `expected`. */
  async check(name: string, value: Value, expected: NestedArray, tolerance: number): Promise<void> {
    const actual = await read(value);
    if (!isClose(actual, expected, tolerance)) {
      throw new CheckError(
        `${name} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)} ± ${formatNumber(tolerance)}`,
      );
    }
    this.writeValue(name, formatValue(actual), "  ✓");
  }

  /** Prints a sentence about the numbers above, and throws unless it holds. */
  claim(sentence: string, holds: boolean): void {
    if (!holds) throw new CheckError(`this does not hold: ${sentence}`);
    this.write("value", `${INDENT}${wrap(`${sentence}  ✓`, this.width - INDENT.length, INDENT)}`);
  }

  table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
    this.write("table", formatTable(head, rows).replaceAll(/^/gm, INDENT));
  }

  /** Saves a chart as an SVG file. */
  async picture(name: string, chart: Chart): Promise<void> {
    const { pictures, prefix } = this.options;
    const path = await writePicture(pictures, `${prefix}-${name}.svg`, renderChart(chart));
    this.write("picture", `${INDENT}picture: ${path}`);
  }

  /** The end of a lesson: what the reader may change in the code, and what to look for. */
  toTry(...ideas: readonly string[]): void {
    const items = ideas.map((idea) => wrap(`→ ${idea}`, this.width, "  "));
    this.write("ideas", ["Try it", ...items].join("\n"));
  }

  private writeValue(name: string, [first, ...rest]: readonly string[], mark: string): void {
    const head = name.length < NAME_WIDTH ? name.padEnd(NAME_WIDTH) : `${name}  `;
    const lines = [INDENT + head + first, ...rest.map((line) => INDENT + " ".repeat(head.length) + line)];
    this.write("value", lines.join("\n") + mark);
  }

  /** Parts stand apart, except values and pictures, which follow their like. */
  private write(part: string, text: string): void {
    const isJoined = this.lastPart === undefined || (part === this.lastPart && ["value", "picture"].includes(part));
    this.options.io.stdout.write(`${isJoined ? "" : "\n"}${text}\n`);
    this.lastPart = part;
  }
}

function read(value: Value): NestedArray | Promise<NestedArray> {
  return value instanceof Tensor ? value.tolist() : value;
}

function isClose(actual: NestedArray, expected: NestedArray, tolerance: number): boolean {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.length === expected.length && actual.every((item, i) => isClose(item, expected[i], tolerance));
  }
  return Math.abs(Number(actual) - Number(expected)) <= tolerance && Array.isArray(actual) === Array.isArray(expected);
}

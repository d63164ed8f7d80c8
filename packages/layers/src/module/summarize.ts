import { ITEM_SIZE, type Shape, type Tensor } from "@nn/core";
import { measureForward, type Measured } from "./measure-forward";
import type { Module } from "./module";

/** What to run `forward` on; one of both. */
export interface SummaryOptions {
  /** The shape of its argument, or one per argument: zeros of the parameters' dtype are put in. */
  inputShape?: Shape | readonly Shape[];
  /** Its arguments, where shapes do not do. */
  inputs?: readonly unknown[];
}

type Row = readonly string[];

/**
 * A table of the modules below `root`. Parameters count where they first occur, multiply-adds at every call.
 * Activations are the outputs of layers, each buffer once. 1 KB is 1024 bytes.
 */
export function summarize(root: Module, options: SummaryOptions = {}): string {
  const measured = measureForward(root, options);
  const own = ownParameters(root);
  const modules = root.namedModules();
  const head = ["name", "layer", ...(measured ? ["output shape"] : []), "parameters"];
  if (measured) head.push("multiply-adds", "activations");
  const rows = modules.map(([name, module]): Row => {
    const row = [name || "(root)", module.constructor.name];
    const parameters = format(sum(own.get(module)!, ({ size }) => size));
    return measured ? [...row, ...measuredCells(measured.get(module), parameters)] : [...row, parameters];
  });
  return [...table(head, rows), "", ...totals(root, measured)].join("\n");
}

/** Each module's own parameters, without those that an earlier one has. */
function ownParameters(root: Module): Map<Module, Tensor[]> {
  const seen = new Set<Tensor>();
  const firstTime = (tensor: Tensor): boolean => !seen.has(tensor) && !!seen.add(tensor);
  return new Map(
    root.modules().map((module) => [
      module,
      module
        .ownParameters()
        .map(([, parameter]) => parameter)
        .filter(firstTime),
    ]),
  );
}

function measuredCells(measured: Measured | undefined, parameters: string): Row {
  if (!measured) return ["-", parameters, "-", "-"];
  const { calls, output, multiplyAdds, activations } = measured;
  return [calls > 1 ? `${output} x${calls}` : output, parameters, format(multiplyAdds), formatBytes(activations)];
}

/** Columns of words to the left, of numbers to the right. */
function table(head: Row, rows: readonly Row[]): string[] {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const isNumber = head.map((title) => !["name", "layer", "output shape"].includes(title));
  const line = (row: Row): string =>
    row.map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join("  ");
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].map((x) => x.trimEnd());
}

function totals(root: Module, measured: ReadonlyMap<Module, Measured> | undefined): string[] {
  const parameters = root.parameters();
  const trainable = parameters.filter(({ requiresGrad }) => requiresGrad);
  const [all, free] = [parameters, trainable].map((list) => sum(list, ({ size }) => size));
  const calls = [...(measured?.values() ?? [])];
  const memory = [
    ["parameters", sum(parameters, bytesOf)],
    ["buffers", sum(root.buffers(), bytesOf)],
    ["gradients", sum(trainable, bytesOf)],
    ["activations", sum(calls, ({ activations }) => activations)],
  ] as const;
  const parts = memory.filter(([, bytes]) => bytes > 0).map(([what, bytes]) => `${what} ${formatBytes(bytes)}`);
  const total = formatBytes(sum(memory, ([, bytes]) => bytes));
  return [
    `parameters     ${format(all)} (${format(free)} trainable, ${format(all - free)} frozen)`,
    ...(measured ? [`multiply-adds  ${format(sum(calls, ({ multiplyAdds }) => multiplyAdds))}`] : []),
    `memory         ${parts.length > 1 ? `${total} (${parts.join(", ")})` : total}`,
  ];
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function bytesOf({ size, dtype }: Tensor): number {
  return size * ITEM_SIZE[dtype];
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const unit = bytes < 1024 ** 2 ? 1 : bytes < 1024 ** 3 ? 2 : 3;
  return `${(bytes / 1024 ** unit).toFixed(1)} ${["B", "KB", "MB", "GB"][unit]}`;
}

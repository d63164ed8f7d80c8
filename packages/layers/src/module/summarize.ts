import type { Module } from "./module";

/** A table of the modules below `root`: name, class, elements in its own parameters. */
export function summarize(root: Module): string {
  const counted = new Set<object>();
  const rows = root.namedModules().map(([name, module]) => {
    const own = module.ownParameters().filter(([, p]) => !counted.has(p) && counted.add(p));
    const count = own.reduce((sum, [, { size }]) => sum + size, 0);
    return [name || "(root)", module.constructor.name, format(count)] as const;
  });
  const parameters = root.parameters();
  const total = parameters.reduce((sum, { size }) => sum + size, 0);
  const trainable = parameters.reduce((sum, p) => sum + (p.requiresGrad ? p.size : 0), 0);
  const table = [["name", "layer", "parameters"] as const, ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map(([name, layer, count]) =>
    [name.padEnd(widths[0]), layer.padEnd(widths[1]), count.padStart(widths[2])].join("  "),
  );
  return [...lines, `${format(total)} parameters, ${format(trainable)} of them trainable`].join("\n");
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}

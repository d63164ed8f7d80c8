/**
 * Lays out prose written in an indented template literal: paragraphs are wrapped to `width`, lines that are indented
 * further than the rest (formulas, small drawings) keep their breaks, and "- " starts an item of a list.
 */
export function layOutProse(text: string, width: number): string {
  const blocks = dedent(text).split(/\n\s*\n/);
  return blocks
    .map((block) => (block.startsWith(" ") ? block.replaceAll(/^/gm, "  ") : wrapItems(block, width)))
    .join("\n\n");
}

/** Breaks `text` between words; lines from the second on start with `indent`. */
export function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line += line === "" ? word : ` ${word}`;
    }
  }
  return [...lines, line].join("\n");
}

function wrapItems(block: string, width: number): string {
  const items = block.split(/\n(?=- )/);
  return items.map((item) => wrap(item, width, item.startsWith("- ") ? "  " : "")).join("\n");
}

function dedent(text: string): string {
  const lines = text
    .replace(/^\s*\n/, "")
    .trimEnd()
    .split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(common).trimEnd()).join("\n");
}

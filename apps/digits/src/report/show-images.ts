import type { ImageSet } from "../data/load-images";
import { formatPercent } from "./format";
import { drawImage } from "./image-art";
import type { Reading } from "../read-images";

/** Image `i` with what it was read as. */
export function showImage(set: ImageSet, { classes, probabilities }: Reading, i: number, isTerminal: boolean): string {
  const { kind, labels, images } = set;
  const size = images.length / set.count;
  const read = kind.classes[classes[i]];
  const is = kind.classes[labels[i]];
  const notes = [
    `image ${i + 1}`,
    `read as ${read} (${formatPercent(probabilities[i])} sure)`,
    read === is ? "right" : `wrong: it is ${is}`,
  ];
  const art = withoutMargin(drawImage(images.subarray(i * size, (i + 1) * size), kind, isTerminal));
  if (art.length < notes.length) return [...art, notes.join(", ")].join("\n");
  const top = Math.floor((art.length - notes.length) / 2);
  return art.map((line, row) => `${line}  ${notes[row - top] ?? ""}`.trimEnd()).join("\n");
}

/** The numbers of the images that were read wrongly, the surest first. */
export function surestMistakes({ labels }: ImageSet, { classes, probabilities }: Reading, count: number): number[] {
  const wrong = [...classes.keys()].filter((i) => classes[i] !== labels[i]);
  return wrong.sort((a, b) => probabilities[b] - probabilities[a]).slice(0, count);
}

/** Without the empty lines above and below. */
function withoutMargin(lines: readonly string[]): string[] {
  const isFull = (line: string): boolean => line.trim() !== "";
  return lines.slice(Math.max(lines.findIndex(isFull), 0), lines.findLastIndex(isFull) + 1);
}

import type { DatasetKind } from "../data/kinds";

/** From this much ink on, of 255, a pixel is drawn. */
const INK = 96;
const RESET = "\x1b[0m";

/**
 * Draws an image with block characters, two pixels in each: grey ones by ink alone, colours by the control sequences of
 * terminals, or not at all where there are none.
 */
export function drawImage(pixels: Uint8Array, { channels, side }: DatasetKind, isTerminal: boolean): string[] {
  if (channels === 1) return drawInk(pixels, side, side);
  return isTerminal ? drawColours(pixels, side) : [];
}

function drawInk(pixels: Uint8Array, rows: number, columns: number): string[] {
  const lines: string[] = [];
  for (let row = 0; row < rows; row += 2) {
    let line = "";
    for (let column = 0; column < columns; column++) {
      const upper = pixels[row * columns + column] >= INK;
      const lower = row + 1 < rows && pixels[(row + 1) * columns + column] >= INK;
      line += upper ? (lower ? "█" : "▀") : lower ? "▄" : " ";
    }
    lines.push(line);
  }
  return lines;
}

/** The upper pixel is the ink of a half block, the lower one the paper behind it. */
function drawColours(pixels: Uint8Array, side: number): string[] {
  const colour = (row: number, column: number): string =>
    [0, 1, 2].map((channel) => pixels[(channel * side + row) * side + column]).join(";");
  return Array.from({ length: side / 2 }, (_, line) => {
    const cells = Array.from(
      { length: side },
      (_, column) => `\x1b[38;2;${colour(2 * line, column)};48;2;${colour(2 * line + 1, column)}m▀`,
    );
    return cells.join("") + RESET;
  });
}

/** From this much ink on, of 255, a pixel is drawn. */
const INK = 96;

/** Draws a grey image with block characters, two pixels in each. */
export function drawImage(pixels: Uint8Array, rows: number, columns: number): string[] {
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

/** A picture of `rows` × `columns` dots, each red, green and blue from 0 to 255, as the address of a BMP file. */
export function bitmapUrl(dots: ArrayLike<number>, rows: number, columns: number): string {
  // https://en.wikipedia.org/wiki/BMP_file_format: rows from below, padded to four bytes, blue first.
  const stride = Math.ceil((3 * columns) / 4) * 4;
  const file = Buffer.alloc(54 + rows * stride);
  file.write("BM", "latin1");
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(columns, 18);
  file.writeInt32LE(rows, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = 3 * (row * columns + column);
      const to = 54 + (rows - 1 - row) * stride + 3 * column;
      for (let colour = 0; colour < 3; colour++) file[to + 2 - colour] = dots[from + colour];
    }
  }
  return `data:image/bmp;base64,${file.toString("base64")}`;
}

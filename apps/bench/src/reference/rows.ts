/** The sum of every row of a matrix with `width` columns. */
export function sumRows(x: ArrayLike<number>, width: number): Float64Array {
  const y = new Float64Array(x.length / width);
  for (let i = 0; i < x.length; i++) y[Math.floor(i / width)] += x[i];
  return y;
}

/** The sum of every column of a matrix with `width` columns. */
export function sumColumns(x: ArrayLike<number>, width: number): Float64Array {
  const y = new Float64Array(width);
  for (let i = 0; i < x.length; i++) y[i % width] += x[i];
  return y;
}

/** exp(x − max) / sum in every row of a matrix with `width` columns. */
export function softmaxRows(x: ArrayLike<number>, width: number): Float64Array {
  const y = new Float64Array(x.length);
  for (let row = 0; row < x.length; row += width) {
    let largest = -Infinity;
    for (let i = row; i < row + width; i++) largest = Math.max(largest, x[i]);
    let total = 0;
    for (let i = row; i < row + width; i++) total += y[i] = Math.exp(x[i] - largest);
    for (let i = row; i < row + width; i++) y[i] /= total;
  }
  return y;
}

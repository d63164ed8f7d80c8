/** The product of each pair of [m, k] and [k, n] matrices in two row-major batches, in double precision. */
export function multiply(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { m, k, n }: { m: number; k: number; n: number },
): Float64Array {
  const batch = a.length / (m * k);
  const y = new Float64Array(batch * m * n);
  for (let row = 0; row < batch * m; row++) {
    const matrix = Math.floor(row / m) * k * n;
    for (let inner = 0; inner < k; inner++) {
      const factor = a[row * k + inner];
      const from = matrix + inner * n;
      for (let column = 0; column < n; column++) y[row * n + column] += factor * b[from + column];
    }
  }
  return y;
}

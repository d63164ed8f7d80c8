/**
 * Rows `from` to `to` of c = a · b in float64 or int32, for row-major c: strides in bytes. A row is summed in place, one
 * row of b after the other.
 */
@inline
function rows<T>(
  n: usize, k: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize,
  c: usize, from: usize, to: usize,
): void {
  for (let i = from; i < to; i++) {
    const row = c + i * n * sizeof<T>();
    memory.fill(row, 0, n * sizeof<T>());
    for (let p: usize = 0; p < k; p++) {
      const x = load<T>(a + i * aRow + p * aColumn);
      let y = b + p * bRow;
      const end = row + n * sizeof<T>();
      for (let z = row; z < end; z += sizeof<T>()) {
        store<T>(z, <T>(load<T>(z) + x * load<T>(y)));
        y += bColumn;
      }
    }
  }
}

export function plainProductF64(
  n: usize, k: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize,
  c: usize, from: usize, to: usize,
): void {
  rows<f64>(n, k, a, aRow, aColumn, b, bRow, bColumn, c, from, to);
}

export function plainProductI32(
  n: usize, k: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize,
  c: usize, from: usize, to: usize,
): void {
  rows<i32>(n, k, a, aRow, aColumn, b, bRow, bColumn, c, from, to);
}

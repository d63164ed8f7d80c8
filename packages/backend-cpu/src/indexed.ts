import { ArgumentError, type View } from "@nn/core";
import { data, rows } from "./strided";

export function checkIndex(op: string, index: number, position: number, size: number): void {
  if (index >= 0 && index < size) return;
  throw new ArgumentError(`${op}: index ${index} at position ${position} is out of range for size ${size}`);
}

/** Where in the buffer of `x` each index points along `dim`, the other coordinates being its own. */
export function indexedOffsets(op: string, x: View, index: View, dim: number): Int32Array {
  const size = x.shape[dim] ?? 1;
  const step = x.strides[dim] ?? 0;
  const { length, steps, starts } = rows(
    index.shape,
    index.strides,
    x.strides.map((stride, d) => (d === dim ? 0 : stride)),
  );
  const from = data(index);
  const places = new Int32Array(starts[0].length * length);
  let position = 0;
  for (let r = 0; r < starts[0].length; r++) {
    let i = index.offset + starts[0][r];
    let start = x.offset + starts[1][r];
    for (let n = 0; n < length; n++, i += steps[0], start += steps[1]) {
      const at = from[i];
      checkIndex(op, at, position, size);
      places[position++] = start + at * step;
    }
  }
  return places;
}

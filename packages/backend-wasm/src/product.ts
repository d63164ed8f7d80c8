import type { Machine } from "./machine/machine";

/** Multiplications of a part that is worth a thread: about 50 µs. */
const GRAIN = 2 ** 20;

/** A matrix, or a batch of them: the address of the first element, and elements between neighbours. */
export interface Operand {
  readonly address: number;
  readonly batch: number;
  readonly row: number;
  readonly column: number;
}

/** c = a · b in float32 for `batch` row-major matrices c [m,n], plus one term per column at `bias` unless that is 0. */
export function product(
  machine: Machine,
  batch: number,
  m: number,
  n: number,
  k: number,
  a: Operand,
  b: Operand,
  c: number,
  bias: number,
): void {
  const parts = Math.ceil(machine.parts(m * n * k, GRAIN) / batch);
  const [partRows, partColumns] = parts > 1 ? split(m, n, parts) : [m, n];
  const units = batch * Math.ceil(m / partRows) * Math.ceil(n / partColumns);
  machine.parallel(
    "product", units, Math.ceil(GRAIN / (partRows * partColumns * k)),
    m, n, k, a.address, a.batch * 4, a.row * 4, a.column * 4,
    b.address, b.batch * 4, b.row * 4, b.column * 4, c, bias,
    machine.tileRows, partRows, partColumns,
  ); // oxfmt-ignore
}

/** Rows and columns of about `parts` nearly square parts, in whole tiles. */
function split(m: number, n: number, parts: number): [rows: number, columns: number] {
  const down = Math.min(parts, Math.max(1, Math.round(Math.sqrt((parts * m) / n))));
  const across = Math.max(1, Math.round(parts / down));
  return [Math.ceil(m / down / 12) * 12, Math.ceil(n / across / 16) * 16];
}

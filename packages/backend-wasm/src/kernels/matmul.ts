import { type Kernel, type Primitives, type View } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";
import { type Operand, product } from "../product";

/** Multiplications of a part in the loops for float64 and int32. */
const PLAIN_GRAIN = 2 ** 17;

interface Dim {
  size: number;
  /** Elements between neighbours in a and in b. */
  a: number;
  b: number;
}

/** (a [...batch, m, k], b [...batch, k, n]) → [...batch, m, n] */
export const matmul =
  (machine: Machine): Kernel<Primitives["matmul"]> =>
  ([a, b], [y]) => {
    const last = y.shape.length - 1;
    const [k, n] = [a.shape[last], y.shape[last]];
    const dims = mergeBatch(y.shape, a.strides, b.strides);
    const inner = dims.pop() ?? { size: 1, a: 0, b: 0 };
    let [m, row, batch] = [y.shape[last - 1], a.strides[last - 1], inner.size];
    // One b for the whole batch: the batch is nothing but more rows of a.
    if (inner.b === 0 && (m === 1 || inner.a === m * row)) {
      if (m === 1) row = inner.a;
      m *= batch;
      batch = 1;
    }
    const bytes = y.dtype === "float64" ? 8 : 4;
    let c = addressOf(y);
    forEachMatrix(dims, 0, 0, 0, (startA, startB) => {
      const left = { address: addressOf(a) + startA * bytes, batch: inner.a, row, column: a.strides[last] };
      const right = {
        address: addressOf(b) + startB * bytes,
        batch: inner.b,
        row: b.strides[last - 1],
        column: b.strides[last],
      };
      if (y.dtype === "float32") product(machine, batch, m, n, k, left, right, c, 0);
      else plainProduct(machine, y, batch, m, n, k, left, right, c);
      c += batch * m * n * bytes;
    });
  };

/** The batch dimensions of both operands, neighbours joined where both advance evenly. */
function mergeBatch(shape: readonly number[], a: readonly number[], b: readonly number[]): Dim[] {
  const dims: Dim[] = [];
  for (let d = 0; d < shape.length - 2; d++) {
    const size = shape[d];
    const before = dims.at(-1);
    if (size === 1) continue;
    if (before && before.a === a[d] * size && before.b === b[d] * size) {
      before.size *= size;
      before.a = a[d];
      before.b = b[d];
    } else {
      dims.push({ size, a: a[d], b: b[d] });
    }
  }
  return dims;
}

function forEachMatrix(
  dims: readonly Dim[],
  d: number,
  a: number,
  b: number,
  visit: (a: number, b: number) => void,
): void {
  if (d === dims.length) {
    visit(a, b);
    return;
  }
  for (let i = 0; i < dims[d].size; i++) forEachMatrix(dims, d + 1, a + i * dims[d].a, b + i * dims[d].b, visit);
}

function plainProduct(
  machine: Machine,
  { dtype }: View,
  batch: number,
  m: number,
  n: number,
  k: number,
  a: Operand,
  b: Operand,
  c: number,
): void {
  const bytes = dtype === "float64" ? 8 : 4;
  const kernel = dtype === "float64" ? "plainProductF64" : "plainProductI32";
  for (let i = 0; i < batch; i++) {
    machine.parallel(
      kernel, m, Math.ceil(PLAIN_GRAIN / (n * k + 1)),
      n, k, a.address + i * a.batch * bytes, a.row * bytes, a.column * bytes,
      b.address + i * b.batch * bytes, b.row * bytes, b.column * bytes, c + i * m * n * bytes,
    ); // oxfmt-ignore
  }
}

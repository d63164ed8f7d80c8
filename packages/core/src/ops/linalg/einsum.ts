import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { sizeOf } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { sum } from "../reduce/sum";
import { diagonal } from "../shape/diagonal";
import { expand } from "../shape/expand";
import { permute } from "../shape/permute";
import { reshape } from "../shape/reshape";
import { parseEquation } from "./einsum-equation";
import { matmul } from "./matmul";

/** A tensor with a name for each dimension. */
interface Labelled {
  readonly labels: readonly string[];
  readonly value: Tensor;
}

/**
 * Sums of products in Einstein's notation, as in `einsum("bij,bjk->bik", a, b)`: a letter names a dimension, letters
 * missing on the right are summed over, one that an operand repeats takes its diagonal, "..." stands for leading
 * dimensions that broadcast. Without "->" the result has the letters that occur once. Operands combine left to right.
 */
export function einsum(equation: string, ...xs: readonly Tensor[]): Tensor {
  const { inputs, output } = parseEquation(
    equation,
    xs.map((x) => x.shape),
  );
  return scope(() => {
    const operands = inputs.map((labels, i) => takeDiagonals({ labels, value: xs[i] }));
    const [first, ...others] = checkSizes(equation, operands);
    const product = others.reduce((left, right, i) => {
      const kept = new Set([...output, ...others.slice(i + 1).flatMap(({ labels }) => labels)]);
      return contract(left, right, kept);
    }, first);
    return arrange(keepOnly(product, new Set(output)), output);
  });
}

/** Merges repeated labels of one operand. */
function takeDiagonals({ labels, value }: Labelled): Labelled {
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i);
  if (repeated === undefined) return { labels, value };
  const dim1 = labels.indexOf(repeated);
  const dim2 = labels.lastIndexOf(repeated);
  if (value.shape[dim1] !== value.shape[dim2]) {
    throw new ShapeError(
      `einsum: the repeated index "${repeated}" has sizes ${value.shape[dim1]} and ${value.shape[dim2]}`,
    );
  }
  const rest = labels.filter((_, i) => i !== dim1 && i !== dim2);
  return takeDiagonals({ labels: [...rest, repeated], value: diagonal(value, { dim1, dim2 }) });
}

/** Checks that a label has one size, and lets dimensions of size 1 grow to it. */
function checkSizes(equation: string, operands: readonly Labelled[]): Labelled[] {
  const sizes = new Map<string, number>();
  for (const { labels, value } of operands) {
    labels.forEach((label, i) => {
      const [before, size] = [sizes.get(label) ?? 1, value.shape[i]];
      if (before !== 1 && size !== 1 && before !== size) {
        const name = label.startsWith(".") ? "a dimension under ..." : `index "${label}"`;
        throw new ShapeError(`einsum: ${name} of "${equation}" has sizes ${before} and ${size}`);
      }
      sizes.set(label, size === 1 ? before : size);
    });
  }
  return operands.map(({ labels, value }) => ({
    labels,
    value: expand(
      value,
      labels.map((label) => sizes.get(label)!),
    ),
  }));
}

/** The product of two operands, summed over the labels that nothing else needs. */
function contract(a: Labelled, b: Labelled, kept: ReadonlySet<string>): Labelled {
  const left = keepOnly(a, new Set([...kept, ...b.labels]));
  const right = keepOnly(b, new Set([...kept, ...a.labels]));
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => kept.has(label));
  const summed = shared.filter((label) => !kept.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const labels = [...batch, ...rows, ...columns];
  const x = arrange(left, [...batch, ...rows, ...summed]);
  const y = arrange(right, [...batch, ...summed, ...columns]);
  const lead = x.shape.slice(0, batch.length);
  const shapeOfRows = x.shape.slice(batch.length, batch.length + rows.length);
  const shapeOfColumns = y.shape.slice(batch.length + summed.length);
  if (summed.length === 0) {
    const column = reshape(x, [...lead, ...shapeOfRows, ...columns.map(() => 1)]);
    const row = reshape(y, [...lead, ...rows.map(() => 1), ...shapeOfColumns]);
    return { labels, value: mul(column, row) };
  }
  const inner = sizeOf(x.shape.slice(batch.length + rows.length));
  const product = matmul(
    reshape(x, [...lead, sizeOf(shapeOfRows), inner]),
    reshape(y, [...lead, inner, sizeOf(shapeOfColumns)]),
  );
  return { labels, value: reshape(product, [...lead, ...shapeOfRows, ...shapeOfColumns]) };
}

/** Sums over the labels that are not in `kept`. */
function keepOnly({ labels, value }: Labelled, kept: ReadonlySet<string>): Labelled {
  const dim = [...labels.keys()].filter((i) => !kept.has(labels[i]));
  if (dim.length === 0) return { labels, value };
  return { labels: labels.filter((label) => kept.has(label)), value: sum(value, { dim }) };
}

/** The dimensions in the order of `labels`. */
function arrange(x: Labelled, labels: readonly string[]): Tensor {
  if (labels.every((label, i) => label === x.labels[i])) return x.value;
  return permute(
    x.value,
    labels.map((label) => x.labels.indexOf(label)),
  );
}

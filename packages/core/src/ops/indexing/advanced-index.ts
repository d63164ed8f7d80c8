import { ArgumentError, DTypeError, ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { broadcastShapes, formatShape, sizeOf, type Shape } from "../../shape";
import { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { ge } from "../compare/ge";
import { logicalOr } from "../compare/logical-or";
import { lt } from "../compare/lt";
import { where } from "../compare/where";
import { tensor } from "../creation/tensor";
import { cast } from "../shape/cast";
import { expand } from "../shape/expand";
import { permute } from "../shape/permute";
import { reshape } from "../shape/reshape";
import { select } from "../shape/select";
import { gather } from "./gather";

/** What to take of a dimension: all of it (null), one place (the dimension is then left out), or places of any shape. */
export type IndexEntry = null | number | Tensor | readonly number[];

/**
 * PyTorch's `x[i0, :, i2]` as `index(x, [i0, null, i2])`. Integer tensors broadcast together and their dimensions take
 * the place of the ones they index, or come first when null stands between them; negative places count from the end.
 */
export function index(x: Tensor, indices: readonly IndexEntry[]): Tensor {
  if (indices.length > x.ndim) {
    throw new ShapeError(`index: ${indices.length} indices are too many for the dimensions of ${formatShape(x.shape)}`);
  }
  return scope(() => {
    let source = x;
    for (let dim = indices.length - 1; dim >= 0; dim--) {
      const entry = indices[dim];
      if (typeof entry === "number") source = select(source, dim, entry);
    }
    const places: (Tensor | null)[] = [];
    indices.forEach((entry, dim) => {
      if (typeof entry !== "number") places.push(entry && toPlaces(entry, x, dim));
    });
    return places.some((place) => place !== null) ? take(source, places) : source;
  });
}

function toPlaces(entry: Tensor | readonly number[], x: Tensor, dim: number): Tensor {
  if (!(entry instanceof Tensor)) {
    const size = x.shape[dim];
    for (const place of entry) {
      if (Number.isInteger(place) && place >= -size && place < size) continue;
      throw new ArgumentError(`index: ${place} is out of range for dimension ${dim} of ${formatShape(x.shape)}`);
    }
    return tensor(entry, { dtype: "int32", backend: x.backend });
  }
  if (entry.dtype === "int32" || entry.dtype === "uint8") return cast(entry, "int32");
  throw new DTypeError(
    `index: expected int32 tensors, got ${entry.dtype}` + (entry.dtype === "bool" ? "; for masks see booleanMask" : ""),
  );
}

/** Gathers from rows: the indexed dimensions, merged, against all others, merged. */
function take(x: Tensor, places: readonly (Tensor | null)[]): Tensor {
  const dims = [...places.keys()].filter((dim) => places[dim] !== null);
  const others = x.shape.map((_, dim) => dim).filter((dim) => !dims.includes(dim));
  const sizes = dims.map((dim) => x.shape[dim]);
  const otherSizes = others.map((dim) => x.shape[dim]);
  const tensors = dims.map((dim) => places[dim]!);
  const shape = tensors.map((t) => t.shape).reduce((a, b) => broadcastShapes("index", a, b));
  const rows = reshape(permute(x, [...dims, ...others]), [sizeOf(sizes), sizeOf(otherSizes)]);
  const row = reshape(expand(mergeIndices(tensors, sizes), shape), [sizeOf(shape), 1]);
  const taken = gather(rows, expand(row, [sizeOf(shape), sizeOf(otherSizes)]), { dim: 0 });
  const result = reshape(taken, [...shape, ...otherSizes]);
  const adjacent = dims.every((dim, i) => dim === dims[0] + i);
  return adjacent ? moveBack(result, shape.length, dims[0]) : result;
}

/** Row-major positions in dimensions of `sizes`; −1 where an index is out of range, so that `gather` refuses it. */
function mergeIndices(tensors: readonly Tensor[], sizes: Shape): Tensor {
  const wrapped = tensors.map((t, i) => where(lt(t, 0), add(t, sizes[i]), t));
  if (wrapped.length === 1) return wrapped[0];
  const position = wrapped.reduce((sum, t, i) => add(mul(sum, sizes[i]), t));
  const isBad = wrapped.map((t, i) => logicalOr(lt(t, 0), ge(t, sizes[i]))).reduce(logicalOr);
  return where(isBad, -1, position);
}

/** Moves the first `count` dimensions behind the `lead` that follow them. */
function moveBack(x: Tensor, count: number, lead: number): Tensor {
  if (lead === 0 || count === 0) return x;
  const order = [...x.shape.keys()];
  return permute(x, [...order.slice(count, count + lead), ...order.slice(0, count), ...order.slice(count + lead)]);
}

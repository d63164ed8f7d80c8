import { ArgumentError, ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { expand } from "./expand";
import { reshape } from "./reshape";

export interface MeshgridOptions {
  /** Whether the first vector goes along rows (`ij`, the default) or along columns (`xy`). */
  indexing?: "ij" | "xy";
}

/** Coordinate grids of vectors: tensor i of the result holds the value of vector i at every grid point. Views. */
export function meshgrid(vectors: readonly Tensor[], { indexing = "ij" }: MeshgridOptions = {}): Tensor[] {
  if (indexing !== "ij" && indexing !== "xy") {
    throw new ArgumentError(`meshgrid: indexing must be "ij" or "xy", got "${String(indexing)}"`);
  }
  for (const { ndim, shape } of vectors) {
    if (ndim > 1) throw new ShapeError(`meshgrid: expected vectors, got ${formatShape(shape)}`);
  }
  const places = vectors.map((_, i) => (indexing === "xy" && i < 2 && vectors.length > 1 ? 1 - i : i));
  const shape = places.map((i) => vectors[i].size);
  return scope(() =>
    vectors.map((vector, i) =>
      expand(
        reshape(
          vector,
          places.map((place) => (place === i ? vector.size : 1)),
        ),
        shape,
      ),
    ),
  );
}

import { dispatch } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";
import { eq } from "../compare/eq";
import { cast } from "../shape/cast";
import { reshape } from "../shape/reshape";
import { scope } from "../../runtime/scope";
import { checkInteger } from "../../shape";
import { create, type CreationOptions } from "./options";

/** A matrix of `rows` × `columns` (square when absent) with ones on the diagonal. */
export function eye(rows: number, options: CreationOptions & { columns?: number } = {}): Tensor {
  const { columns = rows, dtype = "float32" } = options;
  checkInteger("eye", "rows", rows, 0);
  checkInteger("eye", "columns", columns, 0);
  return create(options, () =>
    scope(() => {
      const steps = (length: number): Tensor => dispatch("arange", [], { length, dtype: "int32", start: 0, step: 1 });
      return cast(eq(reshape(steps(rows), [rows, 1]), steps(columns)), dtype);
    }),
  );
}

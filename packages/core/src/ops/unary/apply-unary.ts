import type { UnaryOp } from "../../backend";
import { isFloat } from "../../dtype";
import { dispatch } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";
import { withCast } from "../shape/with-cast";

const KEEPS_INTEGERS: ReadonlySet<UnaryOp> = /* @__PURE__ */ new Set<UnaryOp>(["abs", "neg", "sign", "square", "relu"]);
const ROUNDS: ReadonlySet<UnaryOp> = /* @__PURE__ */ new Set<UnaryOp>(["floor", "ceil", "round"]);

/** Runs an elementwise op on the dtype it works in: integers become float32 where the result is no integer. */
export function applyUnary(op: UnaryOp, x: Tensor): Tensor {
  if (isFloat(x.dtype)) return dispatch("unary", [x], { op });
  if (ROUNDS.has(op)) return x;
  return withCast(x, KEEPS_INTEGERS.has(op) ? "int32" : "float32", (source) => dispatch("unary", [source], { op }));
}

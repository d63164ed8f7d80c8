import type { FusedOps, Kernel } from "@nn/core";
import { elementwise, type Loop } from "../elementwise";
import { erf } from "../erf";

const exact: Loop = (y, j, end, a, i, s) => {
  for (; j < end; j++, i += s) y[j] = 0.5 * a[i] * (1 + erf(a[i] * Math.SQRT1_2));
};

const SCALE = /* @__PURE__ */ Math.sqrt(2 / Math.PI);

const approximate: Loop = (y, j, end, a, i, s) => {
  for (; j < end; j++, i += s) {
    const x = a[i];
    y[j] = 0.5 * x * (1 + Math.tanh(SCALE * (x + 0.044715 * x * x * x)));
  }
};

/** GELU and its approximation: Hendrycks and Gimpel, https://arxiv.org/abs/1606.08415. */
export const gelu: Kernel<FusedOps["gelu"]> = ([x], [y], attrs) => {
  elementwise(attrs.approximate === "tanh" ? approximate : exact, y, x);
};

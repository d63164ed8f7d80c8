import { isFloat } from "@nn/core";
import { ok, type Check } from "../check";
import { list } from "../words";

/** Tells what is not trained. */
export const frozenParameters: Check = {
  section: "model",
  name: "frozen",
  run({ model }) {
    const parameters = [...model.namedParameters()].filter(([, { dtype }]) => isFloat(dtype));
    const frozen = parameters.filter(([, { requiresGrad }]) => !requiresGrad).map(([name]) => name);
    if (frozen.length === 0) return ok(`none of ${parameters.length} parameters`);
    return ok(`${frozen.length} of ${parameters.length} parameters: ${list(frozen)}`);
  },
};

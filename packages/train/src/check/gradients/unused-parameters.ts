import { ok, problem, skipped, warning, type Check } from "../check";
import { list } from "../words";

/** Every parameter takes part in the loss. */
export const unusedParameters: Check = {
  section: "gradients",
  name: "unused",
  needs: "loss",
  run({ gradients }) {
    if (!gradients || gradients.length === 0) return skipped("there are no gradients");
    const unused = gradients.filter(({ largest }) => largest === undefined);
    if (unused.length === 0) return ok("every parameter has a gradient");
    const hint = "use them in forward, and look for detach() or noGrad between them and the loss";
    if (unused.length === gradients.length) return problem("the gradient reaches no parameter at all", hint);
    const names = list(unused.map(({ name }) => name));
    return warning(`no gradient at all for ${unused.length} of ${gradients.length} parameters: ${names}`, hint);
  },
};

import { abs, amax, reshape, stack, type Tensor } from "@nn/core";
import { ok, skipped, warning, type Check } from "../check";
import { gradientsOf } from "../parameter-gradients";
import { measure } from "../measure";
import { list, percent } from "../words";

/** A few silent units are usual behind ReLU; with most of a layer silent, it is too narrow for what it carries. */
const MANY = 0.5;

/**
 * Units that no sample makes active: neither their weights nor their bias have a gradient. A unit is a row of a weight
 * that has a bias beside it; rows of embeddings are no units.
 */
export const deadUnits: Check = {
  section: "gradients",
  name: "dead units",
  needs: "gradients",
  async run({ model, inputs, target, loss }) {
    await gradientsOf(model, inputs, target, loss);
    const layers = layersOf([...model.namedParameters()]);
    if (layers.length === 0) return skipped("no layers with weight and bias");
    const silent: string[] = [];
    let [units, dead] = [0, 0];
    for (const { name, weight, bias } of layers) {
      const rows = weight.shape[0];
      const largest = await measure(() =>
        amax(stack([amax(abs(reshape(weight, [rows, -1])), { dim: 1 }), abs(bias)]), { dim: 0 }),
      );
      const zeros = largest.filter((size) => size === 0).length;
      units += rows;
      dead += zeros;
      // A layer without any is dead, which is another line.
      if (zeros < rows && zeros / rows > MANY) silent.push(`${name} (${percent(zeros / rows)})`);
    }
    if (silent.length === 0) return ok(`${dead} of ${units} units have no gradient in this batch`);
    return warning(
      `units without gradient, as never active: ${list(silent)}`,
      "lower the learning rate, start from other weights or biases, or use LeakyReLU or GELU; standardise inputs",
    );
  },
};

interface Layer {
  readonly name: string;
  /** Gradients. */
  readonly weight: Tensor;
  readonly bias: Tensor;
}

function layersOf(parameters: readonly (readonly [string, Tensor])[]): Layer[] {
  const gradients = new Map(parameters.flatMap(([name, { grad }]) => (grad ? [[name, grad] as const] : [])));
  return [...gradients].flatMap(([key, weight]) => {
    const bias = gradients.get(key.replace(/weight$/, "bias"));
    if (!/(^|\.)weight$/.test(key) || !bias || weight.ndim < 2 || bias.size !== weight.shape[0]) return [];
    return [{ name: key.replace(/\.?weight$/, ""), weight, bias }];
  });
}

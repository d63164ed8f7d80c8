import type { Inputs } from "../work";
import { HEADS, WIDTH, INNER } from "../works/transformer-sizes";
import { attention } from "./attention";
import { gelu, geluSlope } from "./gelu";
import { layerNorm } from "./layer-norm";
import { linear } from "./linear";

type Values = Record<string, Float64Array>;

/** The output of the block for the input `x`, and the gradients of all inputs for that of the output. */
export function transformerBlock(inputs: Inputs): { y: Float64Array; backward(g: Float64Array): Values } {
  const [batch, length] = inputs.x.shape;
  const at: Values = Object.fromEntries(
    Object.entries(inputs).map(([name, { data }]) => [name, Float64Array.from(data)]),
  );
  const norm1 = layerNorm(at.x, at["norm1.weight"], at["norm1.bias"]);
  const projected = linear(norm1.y, at["self_attn.in_proj_weight"], at["self_attn.in_proj_bias"], [WIDTH, 3 * WIDTH]);
  const heads = attention(projected.y, { batch, length, heads: HEADS, features: WIDTH / HEADS });
  const out = linear(heads.y, at["self_attn.out_proj.weight"], at["self_attn.out_proj.bias"], [WIDTH, WIDTH]);
  const middle = plus(at.x, out.y);
  const norm2 = layerNorm(middle, at["norm2.weight"], at["norm2.bias"]);
  const linear1 = linear(norm2.y, at["linear1.weight"], at["linear1.bias"], [WIDTH, INNER]);
  const linear2 = linear(linear1.y.map(gelu), at["linear2.weight"], at["linear2.bias"], [INNER, WIDTH]);
  return {
    y: plus(middle, linear2.y),
    backward(g) {
      const g2 = linear2.backward(g);
      const g1 = linear1.backward(g2.x.map((value, i) => value * geluSlope(linear1.y[i])));
      const gNorm2 = norm2.backward(g1.x);
      const gMiddle = plus(g, gNorm2.x);
      const gOut = out.backward(gMiddle);
      const gProjected = projected.backward(heads.backward(gOut.x));
      const gNorm1 = norm1.backward(gProjected.x);
      return {
        x: plus(gMiddle, gNorm1.x),
        "self_attn.in_proj_weight": gProjected.weight,
        "self_attn.in_proj_bias": gProjected.bias,
        ...named("self_attn.out_proj", gOut),
        ...named("linear1", g1),
        ...named("linear2", g2),
        ...named("norm1", gNorm1),
        ...named("norm2", gNorm2),
      };
    },
  };
}

const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]);

function named(name: string, { weight, bias }: { weight: Float64Array; bias: Float64Array }): Values {
  return { [`${name}.weight`]: weight, [`${name}.bias`]: bias };
}

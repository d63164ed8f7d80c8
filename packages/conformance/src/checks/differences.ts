import { isFloat, type Tensor } from "@nn/core";
import type { Case } from "../case";
import { difference } from "../compare";
import { dot, gradientsOf, hostAlong, hostLoss, outputsOf, secondGradientsOf, type Setting } from "../evaluate";
import { floatsOf } from "../expected";
import { inputsOf, mapValues, valuesOf } from "../materialize";
import { cotangent } from "../noise";
import { DIFFERENCES, STEP } from "../tolerances";

/**
 * Gradients along a fixed direction v against central differences: Σ g·v = (L(x + hv) − L(x − hv)) / 2h, and the same
 * with M for the second gradient.
 */
export async function checkDifferences(c: Case, setting: Setting): Promise<string[]> {
  const { backend, dtype } = setting;
  const values = valuesOf(c);
  const at = (step: number): ReturnType<typeof inputsOf> => {
    const moved = mapValues(values, (x, name) => {
      if (!c.grad.includes(name)) return x;
      const v = directionOf(c, name, x.length);
      return x.map((value, i) => value + step * v[i]);
    });
    return inputsOf(backend, c, dtype, { values: moved });
  };
  const lossAt = async (step: number): Promise<number> => hostLoss(c, await allFloats(outputsOf(c, at(step), setting)));
  const alongAt = async (step: number): Promise<number> =>
    hostAlong(c, await allFloats(gradientsOf(c, at(step), setting)));

  const messages = [
    compare("the gradient", await slope(lossAt), dot(...(await along(c, gradientsOf(c, at(0), setting))))),
  ];
  if (c.second) {
    const second = dot(...(await along(c, secondGradientsOf(c, at(0), setting))));
    messages.push(compare("the second gradient", await slope(alongAt), second));
  }
  return messages.filter((message) => message !== undefined);
}

function directionOf(c: Case, name: string, length: number): Float64Array {
  return cotangent(`${c.id}:v:${name}`, length);
}

async function slope(f: (step: number) => Promise<number>): Promise<number> {
  return ((await f(STEP)) - (await f(-STEP))) / (2 * STEP);
}

/** The values of results, which are disposed of; none for integers, which have no slope. */
async function allFloats(tensors: Tensor[] | Promise<Tensor[]>): Promise<ArrayLike<number>[]> {
  const found = await tensors;
  const values = await Promise.all(found.map(async (t) => (isFloat(t.dtype) ? floatsOf(t) : [])));
  for (const t of found) t.dispose();
  return values;
}

/** All gradients and all directions, each in one row. */
async function along(c: Case, gradients: Tensor[] | Promise<Tensor[]>): Promise<[number[], number[]]> {
  const values = await allFloats(gradients);
  return [values.flatMap((g) => Array.from(g)), values.flatMap((g, i) => [...directionOf(c, c.grad[i], g.length)])];
}

function compare(what: string, expected: number, actual: number): string | undefined {
  return difference(`${what} along a direction`, [actual], [expected], DIFFERENCES);
}

import type { Tensor } from "@nn/core";
import { isGolden, type Case, type FloatDType } from "./case";
import { numbersOf } from "./compare";
import { eager, gradientsOf, outputsOf, secondGradientsOf, type Setting } from "./evaluate";
import { goldenOf, type Expected, type ExpectedTensor, type ResultDType } from "./golden";
import { inputsOf } from "./materialize";
import { plainBackend } from "./reference/plain-backend";

const plain = /* @__PURE__ */ plainBackend();
const computed = /* @__PURE__ */ new Map<string, Promise<Expected>>();

/** What a case must give: PyTorch's values, or those of the plain backend where there are none. */
export function expectedOf(c: Case, dtype: FloatDType): Promise<Expected> {
  if (isGolden(c)) return goldenOf(c);
  // Without inputs there is no value to round, and random numbers depend on the dtype.
  const oracle = Object.keys(c.inputs).length === 0 ? dtype : "float64";
  const key = `${c.id} ${oracle}`;
  let expected = computed.get(key);
  if (!expected) computed.set(key, (expected = compute(c, oracle)));
  return expected;
}

async function compute(c: Case, dtype: FloatDType): Promise<Expected> {
  const setting: Setting = { backend: plain, dtype, mode: eager };
  const inputs = inputsOf(plain, c, dtype);
  const outputs: ExpectedTensor[] = [];
  for (const y of await outputsOf(c, inputs, setting)) {
    outputs.push({
      shape: y.shape,
      dtype: y.dtype === dtype ? "float" : (y.dtype as ResultDType),
      values: await floatsOf(y),
    });
  }
  const named = async (gradients: Tensor[] | Promise<Tensor[]>): Promise<Record<string, Float64Array>> => {
    const values = await Promise.all((await gradients).map(floatsOf));
    return Object.fromEntries(values.map((v, i) => [c.grad[i], v]));
  };
  return {
    outputs,
    gradients: c.grad.length > 0 ? await named(gradientsOf(c, inputs, setting)) : {},
    second: c.grad.length > 0 && c.second ? await named(secondGradientsOf(c, inputs, setting)) : {},
  };
}

/** The elements of a tensor as numbers. */
export async function floatsOf(t: Tensor): Promise<Float64Array> {
  return Float64Array.from(numbersOf(await t.data(), t.dtype));
}

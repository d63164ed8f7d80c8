import { isFloat, type Tensor } from "@nn/core";
import type { Case } from "../case";
import { difference, shapeDifference } from "../compare";
import { gradientsOf, outputsOf, secondGradientsOf, type Setting } from "../evaluate";
import { expectedOf, floatsOf } from "../expected";
import type { Expected } from "../golden";
import { inputsOf } from "../materialize";
import { boundOf, tolerances } from "../tolerances";

/** Results against the oracle: shapes, dtypes and values. */
export async function checkForward(c: Case, setting: Setting): Promise<string[]> {
  const outputs = await outputsOf(c, inputsOf(setting.backend, c, setting.dtype), setting);
  return compareOutputs(c, outputs, await expectedOf(c, setting.dtype), setting);
}

/** Gradients against the oracle. */
export async function checkGradient(c: Case, setting: Setting): Promise<string[]> {
  const gradients = await gradientsOf(c, inputsOf(setting.backend, c, setting.dtype), setting);
  return compareGradients(c, gradients, (await expectedOf(c, setting.dtype)).gradients, setting, 1);
}

/** Second gradients against the oracle. */
export async function checkSecondGradient(c: Case, setting: Setting): Promise<string[]> {
  const gradients = await secondGradientsOf(c, inputsOf(setting.backend, c, setting.dtype), setting);
  return compareGradients(c, gradients, (await expectedOf(c, setting.dtype)).second, setting, 2);
}

export async function compareOutputs(
  c: Case,
  outputs: readonly Tensor[],
  { outputs: expected }: Expected,
  { dtype }: Setting,
): Promise<string[]> {
  if (outputs.length !== expected.length) return [`gave ${outputs.length} results, expected ${expected.length}`];
  const messages: (string | undefined)[] = [];
  for (const [k, y] of outputs.entries()) {
    const what = outputs.length === 1 ? "the result" : `result ${k}`;
    const { shape, dtype: wanted, values } = expected[k];
    const dtypeWanted = wanted === "float" ? dtype : wanted;
    const bound = isFloat(dtypeWanted) ? boundOf(c.tolerance, dtype, 0) : tolerances.exact.bounds[dtype];
    messages.push(shapeDifference(what, y.shape, shape));
    if (y.dtype !== dtypeWanted) messages.push(`${what} is ${y.dtype}, expected ${dtypeWanted}`);
    messages.push(difference(what, await floatsOf(y), values, bound));
  }
  return messages.filter((message) => message !== undefined);
}

/** Compares gradients and disposes of them: those of leaves outlive every scope. */
export async function compareGradients(
  c: Case,
  gradients: readonly Tensor[],
  expected: Readonly<Record<string, Float64Array>>,
  { dtype }: Setting,
  order: 1 | 2,
): Promise<string[]> {
  const messages: (string | undefined)[] = [];
  for (const [i, name] of c.grad.entries()) {
    const what = `the ${order === 1 ? "gradient" : "second gradient"} of ${name}`;
    messages.push(shapeDifference(what, gradients[i].shape, c.inputs[name].shape));
    messages.push(difference(what, await floatsOf(gradients[i]), expected[name], boundOf(c.tolerance, dtype, order)));
    gradients[i].dispose();
  }
  return messages.filter((message) => message !== undefined);
}

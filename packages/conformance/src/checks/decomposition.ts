import type { Case } from "../case";
import { gradientsOf, outputsOf, type Setting } from "../evaluate";
import { expectedOf } from "../expected";
import { inputsOf } from "../materialize";
import { withoutFused } from "../wrap";
import { compareGradients, compareOutputs } from "./values";

/** The same case with every fused op run as its decomposition: it must agree with the oracle as the kernel does. */
export async function checkDecomposition(c: Case, setting: Setting): Promise<string[]> {
  const backend = withoutFused(setting.backend);
  const plain: Setting = { ...setting, backend };
  const inputs = inputsOf(backend, c, setting.dtype);
  const expected = await expectedOf(c, setting.dtype);
  const messages = await compareOutputs(c, await outputsOf(c, inputs, plain), expected, plain);
  if (c.grad.length > 0) {
    messages.push(...(await compareGradients(c, await gradientsOf(c, inputs, plain), expected.gradients, plain, 1)));
  }
  return messages;
}

import type { Case } from "../case";
import { outputsOf, pulledBack, type Setting } from "../evaluate";
import { expectedOf } from "../expected";
import { inputsOf, LAYOUTS } from "../materialize";
import { compareGradients, compareOutputs } from "./values";

/** Results and gradients for inputs, and cotangents, that are views with gaps, other orders or offsets. */
export async function checkStrided(c: Case, setting: Setting): Promise<string[]> {
  const expected = await expectedOf(c, setting.dtype);
  const messages: string[] = [];
  for (const layout of LAYOUTS) {
    const inputs = inputsOf(setting.backend, c, setting.dtype, { layout });
    const found = await compareOutputs(c, await outputsOf(c, inputs, setting), expected, setting);
    if (c.grad.length > 0) {
      const gradients = await pulledBack(c, inputs, setting, layout);
      found.push(...(await compareGradients(c, gradients, expected.gradients, setting, 1)));
    }
    messages.push(...found.map((message) => `${layout}: ${message}`));
  }
  return messages;
}

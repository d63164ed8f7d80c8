import { Adam } from "@nn/optim";
import { trainStep } from "../range-test/train-step";
import type { Subject } from "./subject";

/** What weights that start at 0 hide, as in residual branches and zeroed heads, shows after this many steps. */
export const WAKING_STEPS = 3;
const WAKING_RATE = 1e-2;

/** Trains for a few steps, if there are gradients. */
export async function wake({ model, batch, loss, gradients = [] }: Subject): Promise<void> {
  if (!gradients.some(({ largest }) => largest !== undefined)) return;
  const parameters = gradients.map(({ parameter }) => parameter);
  const optimizer = new Adam(parameters, { lr: WAKING_RATE });
  for (let i = 0; i < WAKING_STEPS; i++) await trainStep("sanityCheck", model, batch, loss, optimizer);
}

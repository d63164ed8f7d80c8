import { argmax, crossEntropy, matmul, noGrad, randn, type Tensor } from "@nn/core";
import { Linear, Module, ReLU, Sequential, type TensorModule } from "@nn/layers";
import { expect } from "vitest";
import type { SanityLine } from "../../src/check/report";
import { sanityCheck, type SanityCheckOptions } from "../../src/check/sanity-check";
import type { Loss, Model } from "../../src/model";

export const mlp = (inputs = 6, outputs = 3): Sequential =>
  new Sequential(new Linear(inputs, 24), new ReLU(), new Linear(24, outputs));

/** Inputs and the classes that they follow from. */
export function classified(x = randn([24, 6]), classes = 3): [Tensor, Tensor] {
  return [x, argmax(matmul(x, randn([x.shape[1], classes])), { dim: 1 })];
}

/** A model that is a function of some modules. */
export class Custom extends Module {
  readonly inner: Sequential;

  constructor(
    private readonly fn: (...inputs: Tensor[]) => Tensor,
    ...modules: TensorModule[]
  ) {
    super();
    this.inner = new Sequential(...modules);
  }

  forward(...inputs: Tensor[]): Tensor {
    return this.fn(...inputs);
  }
}

/** An `mlp` of which `fn` makes something. */
export function around(fn: (x: Tensor, inner: Sequential) => Tensor, inner = mlp()): Custom {
  return new Custom((x) => fn(x, inner), inner);
}

/** The line `name` ("section: name") of the report. */
export async function line(
  name: string,
  model: Model,
  batch: Tensor[],
  loss: Loss = crossEntropy,
  options?: SanityCheckOptions,
): Promise<SanityLine> {
  const report = await sanityCheck(model, batch, loss, options);
  const found = report.checks.find((check) => `${check.section}: ${check.name}` === name);
  expect(report.ok).toBe(report.checks.every(({ verdict }) => verdict !== "problem"));
  if (!found) throw new Error(`no line ${name}`);
  if (found.verdict === "problem" || found.verdict === "warning") expect(found.hint).toBeTruthy();
  return found;
}

export function set(parameter: Tensor, value: Tensor): void {
  noGrad(() => parameter.assign(value));
}

import { defaultGenerator, type Tensor } from "@nn/core";
import type { Module } from "@nn/layers";

/** All that a model and the random numbers consist of, as plain data that can be compared bit for bit. */
export async function everythingOf(model: Module): Promise<unknown> {
  const bits = async (tensor: Tensor | null): Promise<unknown> => tensor && [...(await tensor.data())];
  return {
    parameters: await Promise.all(
      model.namedParameters().map(async ([name, p]) => [name, p.requiresGrad, await bits(p), await bits(p.grad)]),
    ),
    buffers: await Promise.all(model.namedBuffers().map(async ([name, buffer]) => [name, await bits(buffer)])),
    modes: model.modules().map(({ training }) => training),
    random: defaultGenerator().state(),
  };
}

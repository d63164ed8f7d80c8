import { defaultGenerator, keep, noGrad, type Tensor } from "@nn/core";
import type { Model } from "../model";

/** What modules of `@nn/layers` have beyond a `Model`: modes of their own, and buffers outside the state dict. */
interface Parts {
  modules?(): Iterable<{ training: boolean }>;
  buffers?(): Iterable<Tensor>;
}

/** All that training changes in a model, and the state of the random numbers. */
export class Snapshot {
  readonly #state: Readonly<Record<string, Tensor>>;
  readonly #tensors: { readonly live: Tensor; readonly value: Tensor; readonly grad: Tensor | undefined }[];
  readonly #modes: { readonly live: { training: boolean }; readonly training: boolean }[];
  readonly #training: boolean;
  readonly #random = defaultGenerator().state();

  constructor(private readonly model: Model<unknown>) {
    const parts = model as Parts;
    const held = (tensor: Tensor): Tensor => keep(tensor.detach());
    this.#state = Object.fromEntries(Object.entries(model.stateDict()).map(([key, tensor]) => [key, held(tensor)]));
    const tensors = new Set([...model.parameters(), ...(parts.buffers?.() ?? [])]);
    this.#tensors = [...tensors].map((live) => ({
      live,
      value: held(live),
      grad: live.grad ? held(live.grad) : undefined,
    }));
    this.#modes = [...(parts.modules?.() ?? [])].map((live) => ({ live, training: live.training }));
    this.#training = model.training;
  }

  /** Sets everything back, to the bit; may be called more than once. */
  restore(): void {
    this.model.loadStateDict(this.#state);
    noGrad(() => {
      for (const { live, value, grad } of this.#tensors) {
        live.assign(value);
        if (live.requiresGrad) live.grad = grad ? grad.detach() : null;
      }
    });
    this.model.train(this.#training);
    for (const { live, training } of this.#modes) live.training = training;
    defaultGenerator().setState(this.#random);
  }

  /** Lets go of the values. */
  release(): void {
    for (const value of Object.values(this.#state)) value.dispose();
    for (const { value, grad } of this.#tensors) {
      value.dispose();
      grad?.dispose();
    }
  }
}

import type { Tensor } from "@nn/core";
import type { Module } from "./module";

/** A registered hook. `using handle = …` removes it at the end of the block. */
export interface HookHandle {
  remove(): void;
  [Symbol.dispose](): void;
}

export interface HookOptions {
  /** Run before the hooks that are there already. Default false. */
  prepend?: boolean;
}

/** Gradients by position; null where there is none. */
export type Gradients = readonly (Tensor | null)[];

/** Hooks of one kind, in the order in which they run. One added twice runs twice. */
class HookList<F> {
  #entries: readonly { readonly hook: F }[] = [];

  get size(): number {
    return this.#entries.length;
  }

  add(hook: F, { prepend = false }: HookOptions = {}): HookHandle {
    const entry = { hook };
    this.#entries = prepend ? [entry, ...this.#entries] : [...this.#entries, entry];
    const remove = (): void => {
      this.#entries = this.#entries.filter((other) => other !== entry);
    };
    return { remove, [Symbol.dispose]: remove };
  }

  /** The hooks as they are, whatever is added or removed while they run. */
  all(): readonly F[] {
    return this.#entries.map(({ hook }) => hook);
  }
}

/** The hooks of one module. */
export class Hooks {
  readonly forwardPre = new HookList<(module: Module, inputs: readonly unknown[]) => unknown>();
  readonly forward = new HookList<(module: Module, inputs: readonly unknown[], output: unknown) => unknown>();
  readonly backwardPre = new HookList<(module: Module, gradOutput: Gradients) => unknown>();
  readonly backward = new HookList<(module: Module, gradInput: Gradients, gradOutput: Gradients) => unknown>();

  /** Whether there is any. */
  get active(): boolean {
    return this.forwardPre.size + this.forward.size + this.backwardPre.size + this.backward.size > 0;
  }

  /** Adds the hooks of `other`. */
  addAll(other: Hooks): void {
    for (const hook of other.forwardPre.all()) this.forwardPre.add(hook);
    for (const hook of other.forward.all()) this.forward.add(hook);
    for (const hook of other.backwardPre.all()) this.backwardPre.add(hook);
    for (const hook of other.backward.all()) this.backward.add(hook);
  }
}

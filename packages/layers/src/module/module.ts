import { keep, type Backend, type DType, type Tensor } from "@nn/core";
import { collect } from "./collect";
import { copyFields, copyValue, type Copies } from "./deep-copy";
import { installForward } from "./forward-call";
import { Hooks, type Gradients, type HookHandle, type HookOptions } from "./hooks";
import { castFloats, moveToBackend } from "./move";
import { checkName, joinNames } from "./names";
import { Parameter } from "./parameter";
import { loadInto, type LoadOptions, type LoadReport, type StateDict, type StateDictSource } from "./state-dict";
import { summarize, type SummaryOptions } from "./summarize";

export interface BufferOptions {
  /** Part of the state dict. Default true. */
  persistent?: boolean;
}

/** A module from one tensor to one tensor, as a `Sequential` chains them. */
export interface TensorModule extends Module {
  forward(input: Tensor): Tensor;
}

/** Anything. As a constraint it has the compiler infer tuples, not arrays. */
type Inferred = [] | NonNullable<unknown> | null | undefined;

/**
 * The base of all layers and models. A subclass assigns parameters and modules to its fields, which are found there in
 * the order of definition (not in arrays: see `ModuleList`, nor in #private fields), and defines `forward` as a method.
 * What `forward` makes and does not return is freed when it ends.
 */
export abstract class Module {
  /** What `train()` and `eval()` set: whether dropout and the like are active. */
  training = true;

  readonly #parameters = new Map<string, Parameter>();
  readonly #buffers = new Map<string, { tensor: Tensor; persistent: boolean }>();
  readonly #modules = new Map<string, Module>();
  readonly #hooks = new Hooks();
  /** What stands in for the `forward` of the class. */
  readonly #forward: unknown;

  constructor() {
    this.#forward = installForward(this, this.#hooks);
  }

  abstract forward(...inputs: never[]): unknown;

  /** Adds a parameter that is in no field, or whose key is not the field's name. Gives it back. */
  registerParameter<T extends Parameter>(name: string, parameter: T): T {
    this.#parameters.set(checkName(name), parameter);
    return parameter;
  }

  /**
   * Adds a tensor that is state but no parameter, such as a running mean, under the key `name`. Gives it back; change
   * its value with `assign`.
   */
  registerBuffer<T extends Tensor>(name: string, tensor: T, { persistent = true }: BufferOptions = {}): T {
    this.#buffers.set(checkName(name), { tensor: keep(tensor), persistent });
    return tensor;
  }

  /** Adds a module that is in no field, or whose key is not the field's name. Gives it back. */
  registerModule<M extends Module>(name: string, module: M): M {
    this.#modules.set(checkName(name), module);
    return module;
  }

  /** This module's own parameters, without those of modules in it. */
  ownParameters(): [name: string, parameter: Parameter][] {
    return collect(this, Parameter, this.#parameters);
  }

  /** The modules directly in this one. */
  namedChildren(): [name: string, module: Module][] {
    return collect(this, Module, this.#modules);
  }

  children(): Module[] {
    return [...new Set(this.namedChildren().map(([, module]) => module))];
  }

  /** This module, whose name is `prefix`, and all modules in it, each once, outer before inner. */
  namedModules(prefix = ""): [name: string, module: Module][] {
    const found = new Map<Module, string>();
    const visit = (name: string, module: Module): void => {
      if (found.has(module)) return;
      found.set(module, name);
      for (const [key, child] of module.namedChildren()) visit(joinNames(name, key), child);
    };
    visit(prefix, this);
    return [...found].map(([module, name]) => [name, module]);
  }

  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** All parameters, each once, also when several modules share it. */
  namedParameters(prefix = ""): [name: string, parameter: Parameter][] {
    return this.#named(prefix, (module) => module.ownParameters());
  }

  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** All buffers, each once. */
  namedBuffers(prefix = ""): [name: string, buffer: Tensor][] {
    return this.#named(prefix, (module) => [...module.#buffers].map(([name, { tensor }]) => [name, tensor]));
  }

  buffers(): Tensor[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  #named<T extends Tensor>(prefix: string, own: (module: Module) => [string, T][]): [string, T][] {
    const found = new Map<T, string>();
    for (const [path, module] of this.namedModules(prefix)) {
      for (const [name, tensor] of own(module)) if (!found.has(tensor)) found.set(tensor, joinNames(path, name));
    }
    return [...found].map(([tensor, name]) => [name, tensor]);
  }

  /**
   * The values of all parameters and persistent buffers under PyTorch's keys, in its order. They stay what they are
   * when training goes on, at no cost until it does.
   */
  stateDict(): StateDict {
    return Object.fromEntries([...this.#state()].map(([key, tensor]) => [key, tensor.detach()]));
  }

  /**
   * Takes over the values of `source`, cast to each tensor's dtype. One `StateDictError` lists all missing and
   * unexpected keys (unless `strict` is false) and all wrong shapes; nothing is changed then.
   */
  loadStateDict(source: StateDictSource, options: LoadOptions = {}): LoadReport {
    return loadInto(this.constructor.name, this.#state(), source, options);
  }

  /**
   * The live tensors behind `stateDict`. A shared one is listed under each of its keys; a reference to an outer module
   * is not followed.
   */
  #state(prefix = "", into = new Map<string, Tensor>(), outer: readonly Module[] = []): Map<string, Tensor> {
    for (const [name, parameter] of this.ownParameters()) into.set(joinNames(prefix, name), parameter);
    for (const [name, { tensor, persistent }] of this.#buffers)
      if (persistent) into.set(joinNames(prefix, name), tensor);
    const path = [...outer, this];
    for (const [name, module] of this.namedChildren()) {
      if (!path.includes(module)) module.#state(joinNames(prefix, name), into, path);
    }
    return into;
  }

  /** Switches this module and all in it to training, or to evaluation. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  eval(): this {
    return this.train(false);
  }

  /** Freezes (`false`) or thaws all parameters. */
  requiresGrad_(requiresGrad = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = requiresGrad;
    return this;
  }

  /** Drops the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) if (parameter.requiresGrad) parameter.grad = null;
  }

  /** Moves to a backend, or gives floating parameters and buffers another dtype. The tensors stay the same objects. */
  to(dtype: DType): this;
  to(backend: Backend): Promise<this>;
  to(target: DType | Backend): this | Promise<this> {
    const tensors = [...this.parameters(), ...this.buffers()];
    if (typeof target !== "string") return moveToBackend(tensors, target).then(() => this);
    castFloats(tensors, target);
    return this;
  }

  /** Calls `fn` for all modules in this one and then for this one, each once, inner before outer. */
  apply(fn: (module: Module) => void): this {
    const seen = new Set<Module>();
    const visit = (module: Module): void => {
      if (seen.has(module)) return;
      seen.add(module);
      for (const child of module.children()) visit(child);
      fn(module);
    };
    visit(this);
    return this;
  }

  /**
   * Has `hook` called before `forward` with its arguments. What it gives replaces them: an array, or a tensor in place
   * of a single one; undefined keeps them. Tensors that a hook of any kind is handed live as long as it runs: take
   * `detach()` and `keep()` of what is to stay.
   */
  registerForwardPreHook<M extends Module, I extends readonly unknown[] | []>(
    this: M & { forward(...inputs: I): unknown },
    hook: (module: M, inputs: I) => NoInfer<I> | Tensor | undefined | void,
    options?: HookOptions,
  ): HookHandle {
    return this.#hooks.forwardPre.add(hook as never, options);
  }

  /**
   * Has `hook` called after `forward` (when its promise settled, if it is async) with its arguments and its output,
   * which it may replace by giving another of its kind; undefined keeps it.
   */
  registerForwardHook<M extends Module, I extends readonly unknown[] | [], O extends Inferred>(
    this: M & { forward(...inputs: I): O | Promise<O> },
    hook: (module: M, inputs: I, output: O) => NoInfer<O> | undefined | void,
    options?: HookOptions,
  ): HookHandle {
    return this.#hooks.forward.add(hook as never, options);
  }

  /**
   * Has `hook` called in a backward pass with the gradients of `forward`'s output, one per tensor in it (null: none),
   * before they go on into the module. It may give others.
   */
  registerFullBackwardPreHook<M extends Module>(
    this: M,
    hook: (module: M, gradOutput: Gradients) => Gradients | Tensor | undefined | void,
    options?: HookOptions,
  ): HookHandle {
    return this.#hooks.backwardPre.add(hook as never, options);
  }

  /**
   * Has `hook` called in a backward pass when the gradients of `forward`'s arguments are known: one per argument (null
   * where it is no tensor or needs none), which it may replace, and those of its output.
   */
  registerFullBackwardHook<M extends Module>(
    this: M,
    hook: (module: M, gradInput: Gradients, gradOutput: Gradients) => Gradients | Tensor | undefined | void,
    options?: HookOptions,
  ): HookHandle {
    return this.#hooks.backward.add(hook as never, options);
  }

  /**
   * A module of its own with the same values, flags and hooks, as Python's `copy.deepcopy` gives it: sharing inside
   * stays, gradients are not copied, and values are copied only when one of both changes. Fields are copied with what is
   * in them, but functions and objects of classes are shared, unless these have a method `deepCopy`.
   *
   * A class with #private fields or methods needs its own: no other can copy them. It looks itself up in `copies`, puts
   * its copy there, and copies modules in it by their `deepCopy(copies)`.
   */
  deepCopy(copies: Copies = new Map()): this {
    const done = copies.get(this);
    if (done) return done as this;
    const name = this.constructor.name;
    // Runs the constructor of Module, and none of a subclass.
    const copy = Reflect.construct(Module as unknown as new () => Module, [], this.constructor) as this;
    copies.set(this, copy);
    copyFields(this, copy, copies, name, this.#forward);
    for (const [key, value] of this.#parameters) copy.#parameters.set(key, copyValue(value, copies, name) as Parameter);
    for (const [key, { tensor, persistent }] of this.#buffers) {
      copy.#buffers.set(key, { tensor: copyValue(tensor, copies, `${name}.${key}`) as Tensor, persistent });
    }
    for (const [key, value] of this.#modules) copy.#modules.set(key, value.deepCopy(copies));
    copy.#hooks.addAll(this.#hooks);
    return copy;
  }

  /**
   * How often one call of `forward` multiplies and adds in matrix products and convolutions, without those of modules in
   * this one; biases, activations and norms do not count. 0 unless a layer overrides it.
   */
  multiplyAdds(_inputs: readonly unknown[], _output: unknown): number {
    return 0;
  }

  /**
   * A table of the layers and their parameters; with `inputShape` or `inputs`, also of what running `forward` on them
   * takes. It runs in evaluation mode without a graph, and changes nothing.
   */
  summary(options?: SummaryOptions): string {
    return summarize(this, options);
  }
}

import { keep, type Backend, type DType, type Tensor } from "@nn/core";
import { collect } from "./collect";
import { installForwardScope } from "./forward-scope";
import { castFloats, moveToBackend } from "./move";
import { checkName, joinNames } from "./names";
import { Parameter } from "./parameter";
import { loadInto, type LoadOptions, type LoadReport, type StateDict, type StateDictSource } from "./state-dict";
import { summarize } from "./summarize";

export interface BufferOptions {
  /** Part of the state dict. Default true. */
  persistent?: boolean;
}

/** A module from one tensor to one tensor, as a `Sequential` chains them. */
export interface TensorModule extends Module {
  forward(input: Tensor): Tensor;
}

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

  constructor() {
    installForwardScope(this);
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

  /** The live tensors behind `stateDict`. A shared one is listed under each of its keys. */
  #state(prefix = "", into = new Map<string, Tensor>()): Map<string, Tensor> {
    for (const [name, parameter] of this.ownParameters()) into.set(joinNames(prefix, name), parameter);
    for (const [name, { tensor, persistent }] of this.#buffers)
      if (persistent) into.set(joinNames(prefix, name), tensor);
    for (const [name, module] of this.namedChildren()) module.#state(joinNames(prefix, name), into);
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

  /** Calls `fn` for all modules in this one and then for this one, inner before outer. */
  apply(fn: (module: Module) => void): this {
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  /** A table of the layers and their numbers of parameters. */
  summary(): string {
    return summarize(this);
  }
}

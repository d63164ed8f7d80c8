import { ArgumentError } from "@nn/core";
import { Module } from "../module/module";
import { checkName } from "../module/names";
import { checkModule } from "./check-module";

/** Modules under names, in order. It computes nothing itself. */
export class ModuleDict<M extends Module = Module> extends Module {
  readonly #modules = new Map<string, M>();

  constructor(modules: Iterable<readonly [string, M]> | Readonly<Record<string, M>> = {}) {
    super();
    for (const [name, module] of Symbol.iterator in modules ? modules : Object.entries(modules)) this.set(name, module);
  }

  get size(): number {
    return this.#modules.size;
  }

  has(name: string): boolean {
    return this.#modules.has(name);
  }

  get(name: string): M {
    const module = this.#modules.get(name);
    if (module) return module;
    throw new ArgumentError(`ModuleDict: no module "${name}", there are ${[...this.keys()].join(", ")}`);
  }

  set(name: string, module: M): this {
    this.#modules.set(checkName(name), checkModule("ModuleDict", name, module));
    return this;
  }

  delete(name: string): boolean {
    return this.#modules.delete(name);
  }

  keys(): IterableIterator<string> {
    return this.#modules.keys();
  }

  values(): IterableIterator<M> {
    return this.#modules.values();
  }

  [Symbol.iterator](): IterableIterator<[name: string, module: M]> {
    return this.#modules.entries();
  }

  override namedChildren(): [name: string, module: M][] {
    return [...this.#modules];
  }

  forward(): never {
    throw new Error("ModuleDict: call the modules in it, it has no forward of its own");
  }
}

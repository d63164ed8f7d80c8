import { ArgumentError } from "@nn/core";
import { Module } from "../module/module";
import { checkName } from "../module/names";
import { checkModule } from "./check-module";

/** Modules under names, in order. It computes nothing itself. */
export class ModuleDict<M extends Module = Module> extends Module {
  private readonly members = new Map<string, M>();

  constructor(modules: Iterable<readonly [string, M]> | Readonly<Record<string, M>> = {}) {
    super();
    for (const [name, module] of Symbol.iterator in modules ? modules : Object.entries(modules)) this.set(name, module);
  }

  get size(): number {
    return this.members.size;
  }

  has(name: string): boolean {
    return this.members.has(name);
  }

  get(name: string): M {
    const module = this.members.get(name);
    if (module) return module;
    throw new ArgumentError(`ModuleDict: no module "${name}", there are ${[...this.keys()].join(", ")}`);
  }

  set(name: string, module: M): this {
    this.members.set(checkName(name), checkModule("ModuleDict", name, module));
    return this;
  }

  delete(name: string): boolean {
    return this.members.delete(name);
  }

  keys(): IterableIterator<string> {
    return this.members.keys();
  }

  values(): IterableIterator<M> {
    return this.members.values();
  }

  [Symbol.iterator](): IterableIterator<[name: string, module: M]> {
    return this.members.entries();
  }

  override namedChildren(): [name: string, module: M][] {
    return [...this.members];
  }

  forward(): never {
    throw new Error("ModuleDict: call the modules in it, it has no forward of its own");
  }
}

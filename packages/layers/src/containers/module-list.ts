import { ArgumentError } from "@nn/core";
import { Module } from "../module/module";
import { checkModule } from "./check-module";

/** Modules in a row, named by their positions. It computes nothing itself. */
export class ModuleList<M extends Module = Module> extends Module {
  private readonly members: M[] = [];

  constructor(modules: Iterable<M> = []) {
    super();
    this.extend(modules);
  }

  get length(): number {
    return this.members.length;
  }

  /** The module at `index`; negative ones count from the end. */
  at(index: number): M {
    const module = this.members.at(index);
    if (module) return module;
    throw new ArgumentError(`ModuleList: no module at ${index}, there are ${this.length}`);
  }

  append(module: M): this {
    this.members.push(checkModule("ModuleList", String(this.length), module));
    return this;
  }

  extend(modules: Iterable<M>): this {
    for (const module of modules) this.append(module);
    return this;
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this.members.values();
  }

  override namedChildren(): [name: string, module: M][] {
    return this.members.map((module, i) => [String(i), module]);
  }

  forward(): never {
    throw new Error("ModuleList: call the modules in it, it has no forward of its own");
  }
}

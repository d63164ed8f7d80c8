import { ArgumentError, type Tensor } from "@nn/core";
import { Module, type TensorModule } from "../module/module";
import { checkName } from "../module/names";
import { checkModule } from "./check-module";

/** Modules from tensor to tensor, one after another, named by their positions or as given. */
export class Sequential extends Module {
  private readonly members = new Map<string, TensorModule>();

  constructor(...modules: readonly TensorModule[]);
  constructor(modules: Readonly<Record<string, TensorModule>>);
  constructor(...args: readonly (TensorModule | Readonly<Record<string, TensorModule>>)[]) {
    super();
    const [first] = args;
    const isRecord = typeof first === "object" && !(first instanceof Module);
    for (const [name, module] of Object.entries(isRecord ? first : args) as [string, TensorModule][]) {
      this.members.set(checkName(name), checkModule("Sequential", name, module));
    }
  }

  get length(): number {
    return this.members.size;
  }

  /** The module at `index`; negative ones count from the end. */
  at(index: number): TensorModule {
    const module = [...this].at(index);
    if (module) return module;
    throw new ArgumentError(`Sequential: no module at ${index}, there are ${this.length}`);
  }

  append(module: TensorModule): this {
    const name = String(this.length);
    this.members.set(name, checkModule("Sequential", name, module));
    return this;
  }

  [Symbol.iterator](): IterableIterator<TensorModule> {
    return this.members.values();
  }

  override namedChildren(): [name: string, module: TensorModule][] {
    return [...this.members];
  }

  forward(input: Tensor): Tensor {
    let value = input;
    for (const module of this) value = module.forward(value);
    return value;
  }
}

import { ArgumentError, getBackend, isFloat, ITEM_SIZE, noGrad, scope, zeros, type Shape, type Tensor } from "@nn/core";
import type { HookHandle } from "./hooks";
import type { Module } from "./module";
import { setAside } from "./set-aside";
import type { SummaryOptions } from "./summarize";
import { tensorsIn } from "./tensors-in";

/** What the calls of one module's `forward` took. */
export interface Measured {
  calls: number;
  /** The shapes of what the first one gave. */
  output: string;
  multiplyAdds: number;
  /** Bytes of outputs that no module before it, and no input, has. */
  activations: number;
}

/** Runs `root` as `options` say, and leaves everything as it was; undefined when they name no input. */
export function measureForward(root: Module, options: SummaryOptions): Map<Module, Measured> | undefined {
  const { inputShape, inputs } = options;
  if (inputShape === undefined && inputs === undefined) return undefined;
  const shapes = inputShape === undefined ? [] : toShapes(inputShape);
  if (inputs !== undefined && (inputShape !== undefined || !Array.isArray(inputs))) {
    throw new ArgumentError("summary: inputs must be an array of forward's arguments, in place of inputShape");
  }
  const restore = setAside(root);
  const watch = new Watch(root);
  let output: unknown;
  try {
    noGrad(() =>
      scope(() => {
        const given = inputs ?? makeInputs(root, shapes);
        watch.start(given);
        output = root.forward(...(given as never[]));
      }),
    );
  } catch (error) {
    throw watch.explain(error);
  } finally {
    watch.stop();
    if (!(output instanceof Promise)) restore();
  }
  if (!(output instanceof Promise)) return watch.found;
  output.then(restore, restore);
  throw new ArgumentError(
    `summary: the forward of ${root.constructor.name} is async, and this cannot wait for it; leave out the input`,
  );
}

function toShapes(inputShape: Shape | readonly Shape[]): readonly Shape[] {
  const isShape = (value: unknown): value is Shape =>
    Array.isArray(value) && value.every((size) => typeof size === "number");
  if (isShape(inputShape)) return [inputShape];
  if (Array.isArray(inputShape) && inputShape.every(isShape)) return inputShape;
  throw new ArgumentError("summary: inputShape must be a shape such as [1, 3, 32, 32], or an array of shapes");
}

function makeInputs(root: Module, shapes: readonly Shape[]): Tensor[] {
  const [like] = root.parameters().filter(({ dtype }) => isFloat(dtype));
  const { dtype, backend } = (like as Tensor | undefined) ?? { dtype: "float32" as const, backend: getBackend() };
  return shapes.map((shape) => zeros(shape, { dtype, backend }));
}

/** Listens to all modules below `root` by hooks. */
class Watch {
  readonly found = new Map<Module, Measured>();
  readonly #names: ReadonlyMap<Module, string>;
  readonly #handles: HookHandle[] = [];
  readonly #buffers = new Set<object>();
  /** The modules whose forward has begun and not ended. */
  readonly #open: Module[] = [];

  constructor(root: Module) {
    this.#names = new Map(root.namedModules().map(([name, module]) => [module, name || "(root)"]));
  }

  start(inputs: readonly unknown[]): void {
    for (const { storage } of tensorsIn(inputs)) this.#buffers.add(storage);
    for (const module of this.#names.keys()) {
      const begin = module.registerForwardPreHook(() => void this.#open.push(module), { prepend: true });
      this.#handles.push(
        begin,
        module.registerForwardHook((_, given, output) => this.#end(module, given, output)),
      );
    }
  }

  stop(): void {
    for (const handle of this.#handles) handle.remove();
  }

  /** `error`, which a forward threw, with the name of the innermost layer that did. */
  explain(error: unknown): unknown {
    const last = this.#open.at(-1);
    if (!last) return error;
    const layer = `${this.#names.get(last)} (${last.constructor.name})`;
    const message = error instanceof Error ? error.message : String(error);
    return new ArgumentError(`summary: ${layer} cannot take this input: ${message}`, { cause: error });
  }

  #end(module: Module, inputs: readonly unknown[], output: unknown): void {
    this.#open.pop();
    const tensors = tensorsIn(output);
    const shapes = tensors.map(({ shape }) => `[${shape.join(",")}]`).join(", ");
    const measured = this.found.get(module) ?? { calls: 0, output: shapes || "-", multiplyAdds: 0, activations: 0 };
    measured.calls++;
    measured.multiplyAdds += module.multiplyAdds(inputs, output);
    for (const { storage } of tensors) {
      if (!this.#buffers.has(storage)) measured.activations += storage.length * ITEM_SIZE[storage.dtype];
      this.#buffers.add(storage);
    }
    this.found.set(module, measured);
  }
}

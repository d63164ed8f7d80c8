import { cpu } from "@nn/backend-cpu";
import { setBackend, zeros, type Backend, type Tensor } from "@nn/core";
import { beforeAll, describe, expectTypeOf, it } from "vitest";
import {
  Linear,
  Module,
  ModuleList,
  ReLU,
  Sequential,
  type Conv2d,
  type Dropout,
  type Embedding,
  type LayerNorm,
  type Parameter,
} from "../src";

beforeAll(() => setBackend(cpu()));

class Cell extends Module {
  forward(x: Tensor, hidden?: Tensor): [output: Tensor, state: Tensor] {
    return [x, hidden ?? x];
  }
}

describe("types", () => {
  it("of constructors", () => {
    expectTypeOf<ConstructorParameters<typeof Linear>>().toExtend<[number, number, { bias?: boolean }?]>();
    expectTypeOf<ConstructorParameters<typeof Conv2d>[2]>().toEqualTypeOf<
      number | readonly [vertical: number, horizontal: number]
    >();
    expectTypeOf<{ padding: "same"; groups: 2; bias: false; paddingMode: "reflect" }>().toExtend<
      ConstructorParameters<typeof Conv2d>[3]
    >();
    expectTypeOf<ConstructorParameters<typeof Dropout>[0]>().toEqualTypeOf<number | { p?: number } | undefined>();
    expectTypeOf<ConstructorParameters<typeof LayerNorm>[0]>().toEqualTypeOf<number | readonly number[]>();
    expectTypeOf<ConstructorParameters<typeof Embedding>[2]>().toExtend<{ paddingIdx?: number } | undefined>();
    // @ts-expect-error: an option that does not exist
    void new Linear(1, 2, { biass: false });
    // @ts-expect-error: a cell gives two tensors, which no layer takes
    void new Sequential(new Cell());
  });

  it("of hooks", () => {
    const layer = new Linear(1, 2);
    layer.registerForwardHook((module, inputs, output) => {
      expectTypeOf(module).toEqualTypeOf<Linear>();
      expectTypeOf(inputs).toEqualTypeOf<[input: Tensor]>();
      expectTypeOf(output).toEqualTypeOf<Tensor>();
    });
    new Cell().registerForwardPreHook((_, [x, hidden]) => [hidden ?? x]);
    new Cell().registerForwardHook((_module, _inputs, [y]) => [y, y]);
    const seen: unknown[] = [];
    // @ts-expect-error: what push gives would replace the output
    layer.registerForwardHook((_module, _inputs, output) => seen.push(output));
    // @ts-expect-error: arguments of another kind
    layer.registerForwardPreHook(() => ["x"]);
    // @ts-expect-error: a hook is not async
    layer.registerForwardHook(async () => {});
    // @ts-expect-error: no gradients
    layer.registerFullBackwardHook(() => [1]);
  });

  it("of modules", () => {
    const layer = new Linear(1, 2);
    expectTypeOf(layer.weight).toEqualTypeOf<Parameter>();
    expectTypeOf(layer.bias).toEqualTypeOf<Parameter | undefined>();
    expectTypeOf(layer.parameters()).toEqualTypeOf<Parameter[]>();
    expectTypeOf(layer.namedParameters()).toExtend<Iterable<[string, Parameter]>>();
    expectTypeOf(layer.train()).toEqualTypeOf<Linear>();
    expectTypeOf(layer.to("float64")).toEqualTypeOf<Linear>();
    expectTypeOf<(backend: Backend) => Promise<Linear>>().toExtend<(backend: Backend) => Promise<Module>>();
    expectTypeOf(new Cell().forward(zeros([1]))).toEqualTypeOf<[output: Tensor, state: Tensor]>();
    expectTypeOf(new ModuleList([new Linear(1, 2), new ReLU()]).at(0)).toEqualTypeOf<Linear | ReLU>();
    expectTypeOf<Parameter>().toExtend<Tensor>();
    // @ts-expect-error: forward is missing
    void class extends Module {};
  });
});

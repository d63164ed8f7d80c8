import { expectTypeOf, it } from "vitest";
import { grad, jacobian, max, scope, tensor, valueAndGrad, vjp, type Tensor, type ValuesAndIndices } from "../src";

it("gradients have the types of the arguments they belong to", () => {
  const f = (x: Tensor, scale: number, p: { w: Tensor }): Tensor => x.mul(scale).mul(p.w).sum();
  expectTypeOf(grad(f)).returns.toEqualTypeOf<Tensor>();
  expectTypeOf(grad(f, { argnums: 2 })).returns.toEqualTypeOf<{ w: Tensor }>();
  expectTypeOf(grad(f, { argnums: [0, 2] })).returns.toEqualTypeOf<readonly [Tensor, { w: Tensor }]>();
  expectTypeOf(valueAndGrad(f)).returns.toEqualTypeOf<[value: Tensor, gradient: Tensor]>();
  expectTypeOf(grad(f)).parameters.toEqualTypeOf<[Tensor, number, { w: Tensor }]>();
  expectTypeOf(jacobian).returns.toEqualTypeOf<(x: Tensor) => Tensor>();
  expectTypeOf(vjp<readonly [Tensor, Tensor]>).returns.toExtend<readonly [Tensor, unknown]>();
});

it("reductions tell values from values with indices", () => {
  expectTypeOf((x: Tensor) => x.max()).returns.toEqualTypeOf<Tensor>();
  expectTypeOf((x: Tensor) => x.max({ dim: 1 })).returns.toEqualTypeOf<ValuesAndIndices>();
  expectTypeOf((x: Tensor) => max(x, { dim: 1 }).indices).returns.toEqualTypeOf<Tensor>();
});

it("conversions and scopes keep sync and async apart", () => {
  expectTypeOf((x: Tensor) => x.to("int32")).returns.toEqualTypeOf<Tensor>();
  expectTypeOf((x: Tensor) => x.to(x.backend)).returns.toEqualTypeOf<Promise<Tensor>>();
  expectTypeOf((x: Tensor) => scope(() => x.neg())).returns.toEqualTypeOf<Tensor>();
  expectTypeOf((x: Tensor) => scope(async () => x.item())).returns.toEqualTypeOf<Promise<number>>();
  // @ts-expect-error text is no tensor data
  expectTypeOf(() => tensor("1")).toBeFunction();
});

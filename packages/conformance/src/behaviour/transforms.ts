import {
  add,
  AnomalyError,
  AutogradError,
  checkpoint,
  customGrad,
  detectAnomaly,
  div,
  enableGrad,
  exp,
  grad,
  hessian,
  jacobian,
  jvp,
  log,
  matmul,
  mul,
  noGrad,
  ones,
  pow,
  relu,
  ShapeError,
  sin,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  valueAndGrad,
  vjp,
  zeros,
  type Tensor,
} from "@nn/core";
import { expect } from "vitest";
import { group, type Behaviour } from "./behaviour";

const leaf = (values: readonly number[]): Tensor => tensor(values, { requiresGrad: true });
const matrix = (): Tensor => tensor([[1, 2], [3, 4], [5, 6]]); // oxfmt-ignore

/** Compares within float32's rounding. */
async function expectValues(t: Tensor | null, expected: readonly number[]): Promise<void> {
  expect(t).not.toBeNull();
  const actual = [...(await t!.data())];
  expect(actual.length).toBe(expected.length);
  actual.forEach((a, i) =>
    expect(Math.abs(a - expected[i]), `[${actual.join(", ")}]`).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected[i]))),
  );
}

export const transforms: readonly Behaviour[] = [
  ...group("transforms", {
    "grad composes with itself": async () => {
      const cube = (x: Tensor): Tensor => pow(x, 3);
      const x = tensor(2);
      await expectValues(grad(cube)(x), [12]);
      await expectValues(grad(grad(cube))(x), [12]);
      await expectValues(grad(grad(grad(cube)))(x), [6]);
      await expectValues(grad(grad(grad(grad(cube))))(x), [0]);
    },
    "grad of several arguments": async () => {
      const f = (a: Tensor, b: Tensor, c: Tensor): Tensor => sum(mul(mul(a, b), c));
      const [a, b, c] = [tensor([1, 2]), tensor([3, 4]), tensor([5, 6])];
      await expectValues(grad(f, { argnums: 1 })(a, b, c), [5, 12]);
      const [byA, byC] = grad(f, { argnums: [0, 2] })(a, b, c);
      await expectValues(byA, [15, 24]);
      await expectValues(byC, [3, 8]);
    },
    "grad of objects has their structure": async () => {
      const f = (p: { w: Tensor; list: readonly Tensor[] }): Tensor => sum(mul(p.w, p.list[0]));
      const g = grad(f)({ w: tensor([1, 2]), list: [tensor([3, 4]), tensor([9])] });
      await expectValues(g.w, [3, 4]);
      await expectValues(g.list[0], [1, 2]);
      await expectValues(g.list[1], [0]);
    },
    "valueAndGrad gives both": async () => {
      const [value, gradient] = valueAndGrad((x: Tensor) => sum(square(x)))(tensor([1, 2]));
      await expectValues(value, [5]);
      await expectValues(gradient, [2, 4]);
    },
    "grad wants a scalar": () => {
      expect(() => grad((x: Tensor) => mul(x, 2))(tensor([1, 2]))).toThrow(/must return a scalar, got \[2\]/);
    },
    "vjp pulls cotangents back, more than once": async () => {
      const [value, pullback] = vjp((x: Tensor) => square(x), tensor([1, 2, 3]));
      await expectValues(value, [1, 4, 9]);
      await expectValues(pullback(tensor([1, 0, 0]))[0], [2, 0, 0]);
      await expectValues(pullback(tensor([1, 1, 2]))[0], [2, 4, 12]);
      expect(() => pullback(tensor([1]))).toThrow(ShapeError);
    },
    "jvp pushes tangents forward": async () => {
      const [value, derivative] = jvp((a: Tensor, b: Tensor) => mul(a, sin(b)), [tensor([1, 2]), tensor([0, 0])], [tensor([1, 1]), tensor([3, 4])]);
      await expectValues(value, [0, 0]);
      await expectValues(derivative, [3, 8]);
    },
    "jacobian of a matrix product": async () => {
      const j = jacobian((x: Tensor) => matmul(matrix(), x))(tensor([1, 1]));
      expect(j.shape).toEqual([3, 2]);
      await expectValues(j, [1, 2, 3, 4, 5, 6]);
    },
    "jacobian of an elementwise function is diagonal": async () => {
      await expectValues(jacobian((x: Tensor) => square(x))(tensor([1, 2, 3])), [2, 0, 0, 0, 4, 0, 0, 0, 6]);
    },
    "hessian of a cubic": async () => {
      // x₀² x₁ + x₁³
      const f = (x: Tensor): Tensor => {
        const [a, b] = [sum(mul(x, tensor([1, 0]))), sum(mul(x, tensor([0, 1])))];
        return add(mul(square(a), b), pow(b, 3));
      };
      const h = hessian(f)(tensor([2, 3]));
      expect(h.shape).toEqual([2, 2]);
      await expectValues(h, [6, 4, 4, 18]);
    },
    "gradients of gradients by backward()": async () => {
      const x = leaf([1, 2]);
      sum(pow(x, 3)).backward({ createGraph: true });
      await expectValues(x.grad, [3, 12]);
      const penalty = sum(square(x.grad!));
      x.grad = null;
      penalty.backward();
      // d(9x⁴)/dx
      await expectValues(x.grad, [36, 288]);
    },
    "an outer leaf gets its gradient through an inner grad": async () => {
      const w = leaf([3, 5]);
      const inner = grad((x: Tensor) => sum(mul(w, square(x))))(tensor([1, 2]));
      await expectValues(inner, [6, 20]);
      sum(inner).backward();
      await expectValues(w.grad, [2, 4]);
    },
    "customGrad replaces the gradient, once and twice": async () => {
      const tripled = customGrad({
        name: "tripled",
        forward: ([x]) => square(x),
        backward: (g, { inputs: [x] }) => [mul(g, mul(x, 3))],
      });
      const f = (x: Tensor): Tensor => sum(tripled([x], undefined));
      await expectValues(grad(f)(tensor([1, 2])), [3, 6]);
      await expectValues(grad((x: Tensor) => sum(grad(f)(x)))(tensor([1, 2])), [3, 3]);
    },
    "checkpoint changes nothing but memory": async () => {
      const w = leaf([0.5, 1.5]);
      const block = (x: Tensor): Tensor => sin(mul(exp(mul(x, w)), x));
      const x = leaf([1, 2]);
      sum(block(x)).backward();
      const [byX, byW] = [await x.grad!.data(), await w.grad!.data()];
      [x.grad, w.grad] = [null, null];
      sum(checkpoint(block, x)).backward();
      await expectValues(x.grad, [...byX]);
      await expectValues(w.grad, [...byW]);
      const second = (fn: (t: Tensor) => Tensor): Tensor => grad((a: Tensor) => sum(grad((b: Tensor) => sum(fn(b)))(a)))(tensor([1, 2]));
      await expectValues(second((t) => checkpoint(block, t)), [...(await second(block).data())]);
    },
    "noGrad records nothing, enableGrad inside it does": async () => {
      const x = leaf([1, 2]);
      expect(noGrad(() => exp(x)).requiresGrad).toBe(false);
      const y = noGrad(() => enableGrad(() => sum(square(x))));
      y.backward();
      await expectValues(x.grad, [2, 4]);
      await noGrad(async () => {
        await x.data();
        expect(exp(x).requiresGrad).toBe(false);
      });
      expect(exp(x).requiresGrad).toBe(true);
    },
  }), // oxfmt-ignore
  ...group("backward", {
    accumulates: async () => {
      const x = leaf([1, 2]);
      sum(mul(x, 3)).backward();
      sum(mul(x, x)).backward();
      await expectValues(x.grad, [5, 7]);
    },
    "adds up over several uses of a tensor": async () => {
      const x = leaf([1, 2]);
      const y = exp(x);
      sum(add(mul(y, 2), mul(y, x))).backward();
      await expectValues(x.grad, [Math.E * 4, Math.E ** 2 * 5]);
    },
    "takes a gradient for tensors that are no scalars": async () => {
      const x = leaf([1, 2]);
      expect(() => mul(x, 2).backward()).toThrow(/a tensor of shape \[2\] is no scalar/);
      expect(() => mul(x, 2).backward({ gradient: ones([3]) })).toThrow(ShapeError);
      mul(x, 2).backward({ gradient: tensor([1, 10]) });
      await expectValues(x.grad, [2, 20]);
    },
    "twice needs retainGraph": async () => {
      const x = leaf([1, 2]);
      const loss = sum(exp(x));
      loss.backward({ retainGraph: true });
      loss.backward();
      await expectValues(x.grad, [2 * Math.E, 2 * Math.E ** 2]);
      expect(() => loss.backward()).toThrow(/used up by an earlier backward\(\).*retainGraph/);
    },
    "stops at detach()": async () => {
      const x = leaf([1, 2]);
      sum(mul(exp(x).detach(), x)).backward();
      await expectValues(x.grad, [Math.E, Math.E ** 2]);
    },
    "of nothing recorded is an error": () => {
      expect(() => sum(ones([2])).backward()).toThrow(AutogradError);
      expect(() => noGrad(() => sum(exp(leaf([1])))).backward()).toThrow(
        /does not depend on any tensor that requires a gradient/,
      );
    },
    "keeps gradients of computed tensors on request": async () => {
      const x = leaf([1, 2]);
      const y = mul(x, 2).retainGrad();
      sum(square(y)).backward();
      await expectValues(y.grad, [4, 8]);
    },
    "gives gradients that nothing else changes": async () => {
      const [a, b] = [leaf([1, 2]), leaf([3, 4])];
      sum(add(a, b)).backward();
      const before = a.grad!.detach();
      sum(mul(b, 5)).backward();
      await expectValues(a.grad, [1, 1]);
      sum(a).backward();
      await expectValues(before, [1, 1]);
      await expectValues(a.grad, [2, 2]);
      await expectValues(b.grad, [6, 6]);
    },
  }),
  ...group("anomalies", {
    "a forward NaN is named": async () => {
      const run = detectAnomaly(() => sum(log(sub(tensor([1, 2]), 1.5))));
      await expect(run).rejects.toThrow(AnomalyError);
      await expect(detectAnomaly(() => sum(log(sub(tensor([1, 2]), 1.5))))).rejects.toThrow(/^log gave NaN/);
    },
    "a backward infinity is named with the op it belongs to": async () => {
      const run = (): void => sum(sqrt(relu(leaf([0, 1])))).backward();
      await expect(detectAnomaly(run)).rejects.toThrow(/gave infinity in the gradient of sqrt/);
    },
    "sound functions pass": async () => {
      await expectValues(await detectAnomaly(() => div(zeros([2]), 2)), [0, 0]);
    },
  }),
];

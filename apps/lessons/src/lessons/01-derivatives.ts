import { exp, grad, log, sigmoid, type Tensor, tensor } from "@nn/core";
import { plot } from "../charts/plot";
import { sample } from "../charts/sample";
import type { Lesson } from "../lesson";

export const derivatives: Lesson = {
  name: "derivatives",
  title: "Derivatives: how steep is a function?",

  async run(page) {
    page.say(`
      Everything that learns in this course learns in the same way: it asks "if I change this number a little, how much
      does the result change?", and then changes the number in the direction that helps. The answer to that question is
      the derivative, the slope of a function at one place.

      We can measure a slope like the slope of a road: go a small step h to the right, see how far you climbed, and
      divide. Here is f(x) = x² at x = 3, with ever smaller steps.
    `);

    const square = (x: number): number => x ** 2;
    const slopeOverStep = (h: number): number => (square(3 + h) - square(3)) / h;
    page.table(
      ["step h", "(f(3 + h) − f(3)) / h"],
      [1, 0.1, 0.01, 0.001].map((h) => [h, slopeOverStep(h)]),
    );
    await page.check("slope over a step of 0.001", slopeOverStep(0.001), 6.001, 1e-6);

    page.say(`
      The numbers run towards 6, and the rule for powers says the same: the derivative of x² is 2x, and 2 · 3 = 6.
      In a picture, the line through two points of the curve turns into the tangent, which touches the curve in one.
    `);
    await page.picture(
      "tangent",
      plot({
        title: "From a step of 2 to no step: the slope of x² at 3",
        x: { name: "x", range: [0, 6] },
        y: { name: "f(x) = x²", range: [-10, 35] },
        series: [
          { name: "x²", points: sample(square, 0, 6) },
          { name: "through 3 and 5, slope 8", points: sample((x) => 9 + 8 * (x - 3), 0, 6), style: "dashed" },
          { name: "tangent, slope 6", points: sample((x) => 9 + 6 * (x - 3), 0, 6) },
          { name: "the place x = 3", points: [[3, 9]], style: "points", colour: 6 },
        ],
      }),
    );

    page.say(`
      A network has thousands of numbers, so we want neither small steps nor rules on paper. Autograd is the third way.
      We compute with a tensor that says requiresGrad; the library remembers what we did with it; and backward() walks
      through these steps from the last to the first and applies the rule of each one. The slope ends up in x.grad.
    `);
    const x = tensor(3, { requiresGrad: true });
    const y = x.square();
    y.backward();
    await page.check("x.grad of x² at 3", x.grad!, 6, 0);

    page.say(`
      The same for more functions, all three ways side by side. Sums are differentiated term by term. For the others:

        product    (u · v)′ = u′ · v + u · v′
        quotient   (u / v)′ = (u′ · v − u · v′) / v²
        function of a function    u(v(x))′ = u′(v(x)) · v′(x),  the chain rule
    `);
    const rows: [string, string, number, number, number][] = [];
    for (const { name, at, f, rule } of FUNCTIONS) {
      const [steps, autograd] = [await slopeBySteps(f, at), await slopeByAutograd(f, at)];
      rows.push([name, String(at), rule(at), steps, autograd]);
    }
    page.table(["f(x)", "at x", "by rule", "by small steps", "by autograd"], rows);
    const isClose = (value: number, rule: number): boolean => Math.abs(value - rule) < 1e-6 * Math.abs(rule);
    page.claim(
      "in each row the three agree to six digits",
      rows.every(([, , rule, steps, autograd]) => isClose(steps, rule) && isClose(autograd, rule)),
    );

    page.say(`
      Small steps are still useful: they check whether a derivative was worked out correctly, since they need nothing
      but the function itself. The library's own tests do exactly that for every operation.
    `);
    page.toTry(
      "Add a function of your own to FUNCTIONS, with a rule that is slightly wrong. What does the program say?",
      "Shrink the step in slopeBySteps to 1e-13. Why does the slope get worse again? (Look at how many digits of " +
        "f(x + h) and f(x − h) are the same.)",
    );
  },
};

type Curve = (x: Tensor) => Tensor;

const FUNCTIONS: { name: string; at: number; f: Curve; rule: (x: number) => number }[] = [
  { name: "3x² + 2x", at: 2, f: (x) => x.pow(2).mul(3).add(x.mul(2)), rule: (x) => 6 * x + 2 },
  { name: "x⁵", at: 2, f: (x) => x.pow(5), rule: (x) => 5 * x ** 4 },
  { name: "e^x", at: 1, f: (x) => exp(x), rule: (x) => Math.exp(x) },
  { name: "ln x", at: 2, f: (x) => log(x), rule: (x) => 1 / x },
  { name: "x² · e^x", at: 1, f: (x) => x.square().mul(exp(x)), rule: (x) => (2 * x + x ** 2) * Math.exp(x) },
  { name: "ln x / x", at: 2, f: (x) => log(x).div(x), rule: (x) => (1 - Math.log(x)) / x ** 2 },
  { name: "(3x + 1)⁴", at: 1, f: (x) => x.mul(3).add(1).pow(4), rule: (x) => 4 * (3 * x + 1) ** 3 * 3 },
  { name: "e^(−x²)", at: 1, f: (x) => exp(x.square().neg()), rule: (x) => -2 * x * Math.exp(-(x ** 2)) },
  { name: "1 / (1 + e^(−x))", at: 0, f: (x) => sigmoid(x), rule: () => 0.25 },
];

/** A step to each side has a much smaller error than one step to the right. */
async function slopeBySteps(f: Curve, x: number, h = 1e-5): Promise<number> {
  const after = await f(tensor(x + h, { dtype: "float64" })).item();
  const before = await f(tensor(x - h, { dtype: "float64" })).item();
  return (after - before) / (2 * h);
}

/** `grad(f)` is the derivative of f, as a function. */
async function slopeByAutograd(f: Curve, x: number): Promise<number> {
  return grad(f)(tensor(x, { dtype: "float64" })).item();
}

import { binaryCrossEntropy, manualSeed, noGrad, tensor } from "@nn/core";
import { Linear, ReLU, Sequential, Sigmoid } from "@nn/layers";
import { Adam } from "@nn/optim";
import { plot } from "../charts/plot";
import { gridOf } from "../charts/surface";
import { gaussians, uniforms } from "../draw";
import type { Lesson } from "../lesson";

export const passTheClass: Lesson = {
  name: "pass-the-class",
  title: "Will I pass this class?",

  async run(page) {
    page.say(`
      A class has 30 lectures and a project. Last year's 300 students left us two numbers each: how many lectures they
      attended and how many hours they worked on the project. We also know who passed. Your friend went to 20 lectures
      and put 10 hours into the project. Will she pass?

      The students are invented, so that the program has data and we know the truth: those pass who get enough points,
      a point per lecture and one and a half per hour, but neither counts for more than 20. Luck plays a part as well.
    `);
    manualSeed(10);
    const students = await inventStudents(300);
    const passed = students.filter((s) => s.passed).length;
    await page.check("students who passed", passed, 189, 0);

    page.say(`
      The answer is a probability, so the last layer is one sigmoid neuron, and the loss is binary cross-entropy. A
      single neuron could only draw a straight line between passing and failing; a hidden layer lets the border bend.

      Before anything else we bring both inputs to the same scale, about −1 to 1. Otherwise the weights of lectures
      and of hours would learn at different speeds for no good reason.
    `);
    const scaled = (points: readonly (readonly [number, number])[]) =>
      tensor(points.map(([lectures, hours]) => [lectures / 15 - 1, hours / 15 - 1]));
    const inputs = scaled(students.map((s) => [s.lectures, s.hours]));
    const targets = tensor(students.map((s) => [s.passed ? 1 : 0]));

    const model = new Sequential(new Linear(2, 8), new ReLU(), new Linear(8, 1), new Sigmoid());
    const optimizer = new Adam(model.parameters(), { lr: 0.02 });
    const losses: [number, number][] = [];
    for (let step = 0; step < 400; step++) {
      const loss = binaryCrossEntropy(model.forward(inputs), targets);
      loss.backward();
      optimizer.step();
      optimizer.zeroGrad();
      losses.push([step, await loss.item()]);
    }
    page.table(
      ["step", "loss"],
      [0, 50, 100, 399].map((step) => losses[step]),
    );
    page.claim("the loss fell to less than half of where it began", losses[399][1] < losses[0][1] / 2);

    const sure = noGrad(() => model.forward(inputs));
    const right = await sure.gt(0.5).eq(targets.gt(0.5)).to("float32").mean().item();
    await page.check("part of the students that it gets right", right, 0.9, 0.04);
    page.say(`
      It cannot get everyone right, and should not: near the border luck decides, and no network can know luck from
      lectures and hours. And your friend? Here she is with a few others.
    `);
    const questions: [number, number][] = [
      [20, 10],
      [5, 5],
      [28, 2],
      [2, 28],
      [25, 20],
    ];
    const answers = noGrad(() => model.forward(scaled(questions)).squeeze(1));
    const chances = Array.from(await answers.data());
    page.table(
      ["lectures", "hours", "chance to pass"],
      questions.map(([lectures, hours], i) => [lectures, hours, chances[i]]),
    );
    page.claim("(20, 10): likely", chances[0] > 0.7);
    page.claim("(5, 5): hardly", chances[1] < 0.05);
    page.claim("(28, 2) and (2, 28): doing only one of the two is not enough", Math.max(chances[2], chances[3]) < 0.4);

    const range = [0, 30] as const;
    await page.picture(
      "regions",
      plot({
        title: "Who will pass? What the network learned from 300 students",
        x: { name: "lectures attended", range },
        y: { name: "hours on the project", range },
        surface: {
          name: "chance to pass",
          values: await noGrad(() => model.forward(scaled(gridOf(range, range)))).data(),
          range: [0, 1],
          colours: "two-sided",
        },
        series: [
          {
            name: "passed",
            points: students.filter((s) => s.passed).map((s) => [s.lectures, s.hours]),
            style: "points",
          },
          {
            name: "failed",
            points: students.filter((s) => !s.passed).map((s) => [s.lectures, s.hours]),
            style: "points",
          },
          { name: "your friend", points: [[20, 10]], style: "points", colour: 2 },
        ],
        isSquare: true,
      }),
    );
    page.toTry(
      "Take the hidden layer out (a Linear(2, 1) and the Sigmoid alone). What becomes of the border in the picture?",
      "Train on the first 30 students only, and test with the others. How much worse is it?",
    );
  },
};

interface Student {
  readonly lectures: number;
  readonly hours: number;
  readonly passed: boolean;
}

async function inventStudents(count: number): Promise<Student[]> {
  const [lectures, hours, luck] = [await uniforms(count), await uniforms(count), await gaussians(count)];
  return lectures.map((part, i) => {
    const student = { lectures: Math.round(30 * part), hours: Math.round(300 * hours[i]) / 10 };
    const points = Math.min(student.lectures, 20) + Math.min(1.5 * student.hours, 20);
    return { ...student, passed: points + 3 * luck[i] > 26 };
  });
}

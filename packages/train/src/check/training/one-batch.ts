import { argmax, eq, gt, mean, ne, sum, logicalAnd } from "@nn/core";
import { Adam } from "@nn/optim";
import type { TrainingOptimizer } from "../../loop/run";
import { Snapshot } from "../../range-test/snapshot";
import { trainStep } from "../../range-test/train-step";
import { ok, problem, warning, type Check, type Finding } from "../check";
import { measure, measureAll } from "../measure";
import { forward, type Subject } from "../subject";
import { number, percent } from "../words";
import { isLearnt, NEARLY_NOTHING } from "./is-learnt";

/** What is left when the model learns, but slowly. */
const HALF = 0.5;
/** The last steps' mean is the loss reached, since single steps jump. */
const LAST = 5;
/** When no range test suggests a rate: the default of most libraries. */
const USUAL_RATE = 1e-3;

/** A model that cannot learn one batch by heart cannot learn. */
export const oneBatch: Check = {
  section: "over-fitting",
  name: "one batch",
  needs: "gradients",
  async run(subject) {
    const { options, suggestedLr } = subject;
    if (isLearnt(subject)) return ok(`the loss is ${number(subject.lossValue!)} already`);
    const rate = suggestedLr ?? options.lr ?? options.optimizer?.groups[0].lr ?? USUAL_RATE;
    const first = await learn(subject, rate);
    if (first.verdict === "ok") return first;
    const second = await learn(subject, rate / 10);
    return SEVERITY.indexOf(second.verdict) < SEVERITY.indexOf(first.verdict) ? second : first;
  },
};

const SEVERITY = ["ok", "warning", "problem"];

async function learn(subject: Subject, rate: number): Promise<Finding> {
  const { model, batch, loss, options, lossValue, traits } = subject;
  const snapshot = new Snapshot(model);
  const { optimizer, restore } = optimizerFor(subject, rate);
  try {
    model.train(true);
    const start = Math.min(lossValue!, traits.baseline ?? Infinity);
    const last: number[] = [];
    let step = 0;
    while (step < options.steps) {
      options.signal?.throwIfAborted();
      last.push(await trainStep("sanityCheck", model, batch, loss, optimizer));
      step++;
      if (last.length > LAST) last.shift();
      if (!Number.isFinite(last.at(-1)) || (average(last) < (NEARLY_NOTHING / 2) * start && last.length === LAST))
        break;
    }
    const accuracy = await accuracyOf(subject);
    const end = Math.min(average(last), await evaluationLoss(subject));
    return verdictOf(start, end, accuracy, `after ${step} steps at ${number(Number(rate.toPrecision(1)))}`);
  } finally {
    snapshot.restore();
    snapshot.release();
    restore();
  }
}

function verdictOf(start: number, end: number, accuracy: number | undefined, when: string): Finding {
  const found = `the loss is ${number(end)}, from ${number(start)}`;
  const knows = accuracy === undefined ? "" : `, accuracy ${percent(accuracy)}`;
  const isDone = start > 0 ? end <= NEARLY_NOTHING * start : end < start;
  if (isDone || accuracy === 1) return ok(`${found}${knows} ${when}`);
  if (start > 0 && end <= HALF * start) {
    return warning(
      `slow: ${found}${knows} ${when}`,
      "more steps may do (options.steps); else a wider model, less regularisation, standardised inputs",
    );
  }
  return problem(
    `it does not learn this batch: ${found}${knows} ${when}`,
    "it should, by heart: mind the lines above; then targets against inputs, and what cuts or squashes gradients",
  );
}

/** The given optimizer, which gets its state back, or Adam. */
function optimizerFor(
  { options, gradients }: Subject,
  rate: number,
): { optimizer: TrainingOptimizer; restore(): void } {
  const given = options.optimizer;
  if (!given) {
    const parameters = gradients!.map(({ parameter }) => parameter);
    return { optimizer: new Adam(parameters, { lr: rate }) as TrainingOptimizer, restore: () => undefined };
  }
  const state = given.stateDict();
  const [first] = given.groups;
  const scale = first.lr > 0 ? rate / first.lr : undefined;
  for (const group of given.groups) group.lr = scale === undefined ? rate : group.lr * scale;
  return { optimizer: given, restore: () => given.loadStateDict(state) };
}

async function evaluationLoss(subject: Subject): Promise<number> {
  if (!subject.output) return Infinity;
  const output = forward(subject, subject.inputs, false);
  const [value] = await measure(() => subject.loss(output, subject.target));
  output.dispose();
  return Number.isNaN(value) ? Infinity : value;
}

/** Undefined where there are no classes. */
async function accuracyOf(subject: Subject): Promise<number | undefined> {
  const { task, target, traits } = subject;
  if (task.kind !== "classes" && !(task.kind === "binary" && traits.takes === "logits")) return undefined;
  const output = forward(subject, subject.inputs, false);
  const [right, all] = await measureAll(() => {
    if (task.kind !== "classes") return [mean(eq(gt(output, 0), target).to("float32")), mean(output.mul(0).add(1))];
    const counts = ne(target, -100);
    return [sum(logicalAnd(eq(argmax(output, { dim: task.dim }), target), counts)), sum(counts)];
  });
  output.dispose();
  return right / all;
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

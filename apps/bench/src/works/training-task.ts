import { clocked, type Task } from "../work";

/** Steps whose losses are compared: the later ones depend on every gradient and update of the earlier ones. */
export const COMPARED_STEPS = 3;

/** A task of training steps. `step` gives the loss before its update. */
export function trainingTask(step: (index: number) => number | Promise<number>): Task {
  let index = 0;
  return {
    time: clocked(async () => {
      await step(index++);
    }),
    outputs: async () => {
      const losses: number[] = [];
      while (index < COMPARED_STEPS) losses.push(await step(index++));
      return { losses };
    },
  };
}

import type { Prepare } from "../contestants/contestant";
import type { Task, Work } from "../work";
import type { Runner } from "./runner";

const MAX_RUNS_PER_ROUND = 200;

/** Runs in this process. */
export function localRunner(load: () => Promise<Prepare>, work: Work): Runner {
  let task: Task | undefined;
  return {
    async prepare() {
      const prepare = await load();
      task = await prepare(work);
      const start = performance.now();
      const outputs = await task.outputs();
      return { outputs, ms: performance.now() - start };
    },
    async round(ms) {
      if (!task) throw new Error("round: not prepared");
      const times: number[] = [];
      for (let spent = 0; times.length === 0 || (spent < ms && times.length < MAX_RUNS_PER_ROUND);) {
        const time = await task.time();
        times.push(time);
        spent += time;
      }
      return times;
    },
    close() {},
  };
}

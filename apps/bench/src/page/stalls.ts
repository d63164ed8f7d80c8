import type { Prepare } from "../contestants/contestant";
import type { Work } from "../work";
import type { Gaps, Stalls } from "./messages";

/** A wait that users notice: https://web.dev/articles/rail asks for answers within 50 ms. */
const NOTICED = 50;

declare function requestAnimationFrame(callback: () => void): number;

/** Does the work for the first time and then again for about `laterMs`, and watches how the page stands still. */
export async function watchStalls(prepare: Prepare, work: Work, laterMs: number): Promise<Stalls> {
  const inputs = work.inputs();
  const watch = startWatch();
  await watch.take();
  const start = performance.now();
  const task = await prepare({ ...work, inputs: () => inputs });
  await task.outputs();
  const firstMs = performance.now() - start;
  const first = await watch.take();
  for (const from = performance.now(); performance.now() - from < laterMs;) await task.time();
  return { firstMs, first, later: await watch.take() };
}

interface Watch {
  /** The gaps since the last call. */
  take(): Promise<Gaps>;
}

/** A task of its own over and over, as soon as the page lets it, and a callback at each frame. */
function startWatch(): Watch {
  let gaps: number[] = [];
  let frames: number[] = [];
  let [task, frame] = [performance.now(), performance.now()];
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => {
    gaps.push(performance.now() - task);
    task = performance.now();
    // Not at once: the page's other code is to have the processor, too.
    setTimeout(() => port2.postMessage(undefined), 1);
  });
  port1.start();
  port2.postMessage(undefined);
  const onFrame = (): void => {
    frames.push(performance.now() - frame);
    frame = performance.now();
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  return {
    async take() {
      // What stands still at this moment ends before these do.
      await new Promise<void>((resolve) => setTimeout(resolve, 10));
      await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
      const taken = {
        longestMs: Math.max(0, ...gaps),
        frameMs: Math.max(0, ...frames),
        over50: gaps.filter((gap) => gap > NOTICED).length,
      };
      gaps = [];
      frames = [];
      return taken;
    },
  };
}

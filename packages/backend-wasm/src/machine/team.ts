import { ARGUMENTS, MAX_ARGUMENTS, Word } from "./control";
import { CONTROL, SCRATCH, SCRATCH_BYTES } from "./layout";
import { startWorker, type StoppableWorker } from "./start-worker";
import type { Memory, Module } from "./web-assembly";
import { workerSource } from "./worker-source";

/** How often an idle worker looks for a task before it sleeps: waking takes 10 to 50 µs, looking holds a core. */
const WORKER_SPINS = 2000;

/** How often the main thread looks for the last part before it sleeps, where it may: for about as long as a part takes. */
const OWNER_SPINS = 50_000;

/** More parts than threads, so that one that is held up takes fewer. */
const PARTS_PER_THREAD = 4;

/** Parts of many units begin at multiples of this, so that no two threads write to one cache line. */
const ALIGNED_UNITS = 64;

/** What is split into parts: what gains from it, or, to test that it changes nothing, all that can be. */
export type Splitting = "worthwhile" | "everything";

export type WasmKernel = (...args: number[]) => void;

/** Threads that share the kernels' work. A thread that has not started yet takes no parts, and nothing waits for it. */
export class Team {
  private readonly control: Int32Array;
  private readonly values: Float64Array;
  private readonly workers: readonly StoppableWorker[];
  private readonly maySleep: boolean;
  private readonly places: ReadonlyMap<string, number>;

  constructor(
    readonly threads: number,
    modules: readonly Module[],
    memory: Memory,
    names: readonly string[],
    private readonly splitting: Splitting,
  ) {
    this.control = new Int32Array(memory.buffer, CONTROL, ARGUMENTS / 4);
    this.values = new Float64Array(memory.buffer, CONTROL + ARGUMENTS, MAX_ARGUMENTS);
    this.places = new Map(names.map((name, i) => [name, i]));
    this.maySleep = maySleep(this.control);
    this.workers = Array.from({ length: threads - 1 }, (_, i) =>
      startWorker(workerSource, {
        modules,
        memory,
        scratch: SCRATCH + (i + 1) * SCRATCH_BYTES,
        control: CONTROL,
        spins: WORKER_SPINS,
        Word,
        ARGUMENTS,
        MAX_ARGUMENTS,
      }),
    );
  }

  /** Workers that are ready for work. */
  get ready(): number {
    return Atomics.load(this.control, Word.READY);
  }

  /** Runs `kernel` over all units, in parts of at least `grain`; returns when all are done. */
  run(name: string, kernel: WasmKernel, units: number, grain: number, args: readonly number[]): void {
    const align = grain < ALIGNED_UNITS ? 1 : ALIGNED_UNITS;
    const least = this.splitting === "everything" ? align : grain;
    const most = this.evenly(units / least);
    if (most < 2) {
      kernel(...args, 0, units);
      return;
    }
    const { control, values } = this;
    const unitsPerPart = Math.ceil(units / most / align) * align;
    const parts = Math.ceil(units / unitsPerPart);
    control[Word.KERNEL] = this.places.get(name)!;
    control[Word.PARTS] = parts;
    control[Word.UNITS_PER_PART] = unitsPerPart;
    control[Word.UNITS] = units;
    control[Word.ARGUMENT_COUNT] = args.length;
    values.set(args);
    Atomics.store(control, Word.DONE, 0);
    Atomics.store(control, Word.PENDING, parts);
    Atomics.add(control, Word.EPOCH, 1);
    if (Atomics.load(control, Word.SLEEPERS) > 0) Atomics.notify(control, Word.EPOCH);
    let failure: unknown;
    for (let left; (left = Atomics.sub(control, Word.PENDING, 1)) > 0;) {
      const from = (parts - left) * unitsPerPart;
      try {
        kernel(...args, from, Math.min(from + unitsPerPart, units));
      } catch (error) {
        failure = error;
      }
      Atomics.add(control, Word.DONE, 1);
    }
    this.join(parts);
    if (Atomics.exchange(control, Word.FAILED, 0) > 0) failure ??= new Error(`wasm: ${name} failed on a worker`);
    if (failure !== undefined) throw failure;
  }

  /** Into how many parts work should be split of which `grain` is worth a thread. */
  parts(work: number, grain: number): number {
    return this.splitting === "everything" ? this.threads * PARTS_PER_THREAD : Math.max(1, this.evenly(work / grain));
  }

  /** At most `most` parts, as many for each thread where there is one for each. */
  private evenly(most: number): number {
    const { threads } = this;
    return most < threads ? Math.floor(most) : Math.min(Math.floor(most / threads), PARTS_PER_THREAD) * threads;
  }

  dispose(): void {
    for (const worker of this.workers) worker.terminate();
  }

  private join(parts: number): void {
    const { control } = this;
    for (let turns = 0; ; turns++) {
      const done = Atomics.load(control, Word.DONE);
      if (done === parts) return;
      if (this.maySleep && turns > OWNER_SPINS) Atomics.wait(control, Word.DONE, done);
    }
  }
}

/** Pages of browsers may not: their wait throws. */
function maySleep(control: Int32Array): boolean {
  try {
    Atomics.wait(control, Word.DONE, 1, 0);
    return true;
  } catch {
    return false;
  }
}

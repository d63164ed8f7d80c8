import type { Jax } from "./contestants/jax";
import type { Nn } from "./contestants/nn";
import type { Ort } from "./contestants/ort";
import type { Tfjs } from "./contestants/tfjs";

/** A tensor's values on the host, row-major. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export type Inputs = Readonly<Record<string, HostTensor>>;

/** Values to compare, by name: row-major, in PyTorch's layouts. */
export type Outputs = Readonly<Record<string, ArrayLike<number>>>;

/** One contestant's version of a work, ready to run. */
export interface Task {
  /** Does the work once and gives the milliseconds until its result was really there. */
  time(): number | Promise<number>;
  /** The result to compare. Called once, before any timed run. */
  outputs(): Outputs | Promise<Outputs>;
}

/** Makes a task of a library and the work's inputs. What it throws is why the contestant cannot do the work. */
type Adapter<Library> = (library: Library, inputs: Inputs) => Task | Promise<Task>;

/** Something to time, in the words of every library. */
export interface Work {
  readonly name: string;
  /** Ops in one run. Where it is more than 1, times are shown as nanoseconds per op. */
  readonly opsPerRun: number;
  /** How many times `outputs()` does the work. */
  readonly runsCompared: number;
  /** Allowed difference from the reference, as a share of the reference's largest absolute value. */
  readonly tolerance: number;
  /** The same values at every call. */
  inputs(): Inputs;
  /** The outputs by plain loops in double precision. */
  reference(inputs: Inputs): Outputs;
  readonly nn: Adapter<Nn>;
  readonly tfjs: Adapter<Tfjs>;
  readonly jax: Adapter<Jax>;
  readonly ort: Adapter<Ort>;
  /** Python defining `run()` or `timed()` (its own milliseconds) and `outputs()`; sees `inputs` and each by name. */
  readonly torch: string;
}

/** `run` with a clock around it. */
export function clocked(run: () => void | Promise<void>): () => Promise<number> {
  return async () => {
    const start = performance.now();
    await run();
    return performance.now() - start;
  };
}

/** Work whose result is one tensor, `y`. */
export const ONE_OP = { opsPerRun: 1, runsCompared: 1 } as const;

/** Why onnxruntime-web has no task. */
export function inferenceOnly(): never {
  throw new Error("onnxruntime-web runs models forward only: no gradients, no training");
}

export function torchOp(expression: string): string {
  return `def run(): return ${expression}\ndef outputs(): return {"y": run()}`;
}

import type { Pipeline } from "./pipelines";

/** One run of a shader. */
export interface Dispatch {
  readonly pipeline: Pipeline;
  readonly group: GPUBindGroup;
  /** Byte of its uniforms in the batch's. */
  readonly uniforms: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** One copy between buffers. */
export interface Copy {
  readonly from: GPUBuffer;
  readonly fromByte: number;
  readonly to: GPUBuffer;
  readonly toByte: number;
  readonly bytes: number;
}

export type Job = Dispatch | Copy;

export function isDispatch(job: Job): job is Dispatch {
  return "pipeline" in job;
}

/** Jobs that go to the device together, in order. */
export class Batch {
  readonly jobs: Job[] = [];
  /** Buffers of the host's data, destroyed once the batch is on its way. */
  readonly uploads: GPUBuffer[] = [];
  /** Bytes of `words` in use. */
  usedBytes = 0;
  /** Settles when the batch is on its way. */
  readonly sent: Promise<void>;
  markSent!: () => void;
  /** Settles, once the batch is on its way, when the device has looked for errors in it. */
  inspected: Promise<void> | undefined;

  constructor(
    readonly serial: number,
    /** The uniforms of the jobs. */
    readonly words: Uint32Array<ArrayBuffer>,
  ) {
    this.sent = new Promise((resolve) => (this.markSent = resolve));
  }

  /** The shaders that are not compiled yet. */
  missing(): Promise<void>[] {
    const pipelines = new Set(this.jobs.flatMap((job) => (isDispatch(job) ? [job.pipeline] : [])));
    return [...pipelines].flatMap(({ compiled, error, ready }) => (compiled || error ? [] : [ready]));
  }

  /** The ops in it, for messages. */
  names(): string {
    return [...new Set(this.jobs.flatMap((job) => (isDispatch(job) ? [job.pipeline.name] : [])))].join(", ");
  }
}

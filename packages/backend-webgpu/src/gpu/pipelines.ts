import { COMPUTE_STAGE } from "./flags";
import { checkProgram, type Limits } from "./limits";
import { type Program, sourceOf } from "./program";

/** Bytes that a shader's uniforms may take. */
export const UNIFORM_BYTES = 512;

/** A shader on its way to the device or there. */
export interface Pipeline {
  readonly name: string;
  readonly layout: GPUBindGroupLayout;
  /** Accesses of the bindings, which tell layouts apart. */
  readonly signature: string;
  /** Which uniforms are fractions. */
  readonly isFloat: readonly boolean[];
  /** Undefined until it is compiled. */
  compiled: GPUComputePipeline | undefined;
  /** Settles with it; never rejects. */
  readonly ready: Promise<void>;
  /** Why it could not be compiled. */
  error: { readonly message: string } | undefined;
}

/** Compiles each shader once, without holding up the caller. */
export class Pipelines {
  private readonly byKey = new Map<string, Pipeline>();
  private readonly layouts = new Map<string, GPUBindGroupLayout>();
  private readonly observers = new Set<() => void>();
  private asked = 0;
  private compiled = 0;

  constructor(
    private readonly device: GPUDevice,
    private readonly limits: Limits,
  ) {}

  /** The pipeline of `key`, which names all that the program's text depends on. */
  get(key: string, make: () => Program): Pipeline {
    let pipeline = this.byKey.get(key);
    if (!pipeline) this.byKey.set(key, (pipeline = this.compile(make())));
    return pipeline;
  }

  /**
   * Calls `fn` whenever a shader is asked for or compiled, with the counts of both, what is compiled already left out;
   * until the returned function is called.
   */
  observe(fn: (compiled: number, asked: number) => void): () => void {
    const { compiled: before } = this;
    const tell = (): void => fn(this.compiled - before, this.asked - before);
    this.observers.add(tell);
    return () => {
      this.observers.delete(tell);
    };
  }

  private compile(program: Program): Pipeline {
    const { name, bindings, uniforms } = program;
    checkProgram(program, this.limits);
    const signature = bindings.map(({ access }) => (access === "read" ? "r" : "w")).join("");
    const layout = this.layoutOf(signature);
    const pipeline: Omit<Pipeline, "ready"> = {
      name,
      layout,
      signature,
      isFloat: uniforms.map((field) => field.endsWith("f32")),
      compiled: undefined,
      error: undefined,
    };
    this.asked++;
    this.observers.forEach((tell) => tell());
    return Object.assign(pipeline, { ready: this.build(program, layout, pipeline) });
  }

  private async build(program: Program, layout: GPUBindGroupLayout, target: Omit<Pipeline, "ready">): Promise<void> {
    const { device } = this;
    const label = program.name;
    device.pushErrorScope("validation");
    const module = device.createShaderModule({ label, code: sourceOf(program) });
    const parsed = device.popErrorScope();
    try {
      target.compiled = await device.createComputePipelineAsync({
        label,
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: "main" },
      });
    } catch (error) {
      // The module's own error says what is wrong; the pipeline's that the module is invalid.
      target.error = (await parsed.catch(() => null)) ?? (error as Error);
    }
    this.compiled++;
    this.observers.forEach((tell) => tell());
  }

  private layoutOf(signature: string): GPUBindGroupLayout {
    let layout = this.layouts.get(signature);
    if (!layout) {
      layout = this.device.createBindGroupLayout({
        label: signature,
        entries: [
          { binding: 0, visibility: COMPUTE_STAGE, buffer: { type: "uniform", hasDynamicOffset: true } },
          ...Array.from(signature, (access, i) => ({
            binding: i + 1,
            visibility: COMPUTE_STAGE,
            buffer: { type: access === "r" ? ("read-only-storage" as const) : ("storage" as const) },
          })),
        ],
      });
      this.layouts.set(signature, layout);
    }
    return layout;
  }
}

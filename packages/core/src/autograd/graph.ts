import type { View } from "../backend";
import { isFloat, type DType } from "../dtype";
import { AutogradError } from "../errors";
import { callStack } from "../runtime/call-stack";
import type { Storage } from "../runtime/memory";
import type { Shape } from "../shape";
import { Tensor } from "../tensor/tensor";

/** Shape and dtype of a tensor, without its values. */
export interface Spec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A tensor's identity in the graph: shared by every handle of the same value. */
export class Link {
  /** The gradient accumulated by `backward()`. */
  grad: Tensor | undefined;
  /** Keep `grad` although this is not a leaf. */
  retainsGrad = false;
  /** Handles that expire at the next `backward()` that reaches this leaf. */
  expiring: Expiring | undefined;

  constructor(
    /** What made the value; undefined for a leaf. */
    readonly node: Node | undefined,
    /** The user's handle. */
    public handle: Tensor | undefined,
  ) {}
}

/** Handles of the non-leaf tensors of one consumed graph. */
export interface Expiring {
  handles: Tensor[];
}

/** What `vjp` reads: positions of inputs, and of outputs. */
interface Saves {
  readonly inputs?: readonly number[];
  readonly outputs?: readonly number[];
}

/**
 * The rule of reverse differentiation of one op, written in terms of ops so that it can be differentiated again.
 * `vjp` gets a cotangent per output (undefined: zero) and gives one per input (undefined: none needed or none exists).
 */
export interface Gradient<A> {
  readonly saves: (needs: readonly boolean[], attrs: A) => Saves;
  readonly vjp: (
    cotangents: readonly (Tensor | undefined)[],
    context: GradientContext<A>,
  ) => readonly (Tensor | undefined)[];
}

/** What a rule may look at. */
export interface GradientContext<A> {
  readonly attrs: A;
  readonly inputs: readonly Spec[];
  readonly outputs: readonly Spec[];
  /** Whether input `i` needs a gradient. */
  readonly needs: readonly boolean[];
  /** A saved input. */
  input(i: number): Tensor;
  /** A saved output. */
  output(i: number): Tensor;
}

/** A value kept for the backward pass, independent of the handle that the user holds. */
interface SavedValue {
  readonly storage: Storage;
  readonly layout: View;
  readonly link: Link | undefined;
}

let lastId = 0;
let stacks = false;

/** The id of the latest node: those made afterwards have higher ones. */
export function latestNode(): number {
  return lastId;
}

/** Makes nodes remember where they were made, for anomaly reports. */
export function recordStacks(on: boolean): void {
  stacks = on;
}

/** One recorded op. Later nodes have higher ids, so descending ids are an order for the backward pass. */
export class Node {
  readonly id = ++lastId;
  readonly outputs: Link[] = [];
  readonly stack: string | undefined = stacks ? callStack() : undefined;
  inputs: readonly (Link | undefined)[];
  consumed = false;
  private readonly inputSpecs: readonly Spec[];
  private readonly outputSpecs: readonly Spec[];
  private savedInputs: (SavedValue | undefined)[] = [];
  private savedOutputs: (SavedValue | undefined)[] = [];

  constructor(
    readonly name: string,
    readonly gradient: Gradient<unknown>,
    readonly attrs: unknown,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
  ) {
    this.inputs = inputs.map((t) => t.link);
    this.inputSpecs = inputs.map(specOf);
    this.outputSpecs = outputs.map(specOf);
    for (const output of outputs) {
      // Integer outputs, such as the indices of a sort, keep their place but have no gradient.
      const link = new Link(this, output);
      this.outputs.push(link);
      if (isFloat(output.dtype)) output.link = link;
    }
    const saves = gradient.saves(
      this.inputs.map((link) => link !== undefined),
      attrs,
    );
    if (saves.inputs) for (const i of saves.inputs) this.savedInputs[i] = save(inputs[i]);
    if (saves.outputs) for (const i of saves.outputs) this.savedOutputs[i] = save(outputs[i]);
  }

  /** Runs the rule for the inputs marked in `needs`. */
  backward(cotangents: readonly (Tensor | undefined)[], needs: readonly boolean[]): readonly (Tensor | undefined)[] {
    return this.gradient.vjp(cotangents, {
      attrs: this.attrs,
      inputs: this.inputSpecs,
      outputs: this.outputSpecs,
      needs,
      input: (i) => restore(this.name, this.savedInputs[i]),
      output: (i) => restore(this.name, this.savedOutputs[i]),
    });
  }

  inputSpec(i: number): Spec {
    return this.inputSpecs[i];
  }

  /** Lets go of the saved values; the graph cannot be walked again. */
  consume(): void {
    if (this.consumed) return;
    this.consumed = true;
    for (const saved of this.savedInputs) saved?.storage.release("backward()");
    for (const saved of this.savedOutputs) saved?.storage.release("backward()");
    this.savedInputs = [];
    this.savedOutputs = [];
    this.inputs = [];
  }
}

function specOf(tensor: Tensor): Spec {
  return { shape: tensor.layout.shape, dtype: tensor.layout.dtype };
}

function save(tensor: Tensor): SavedValue {
  return { storage: tensor.storage.retain(), layout: tensor.layout, link: tensor.link };
}

function restore(op: string, saved: SavedValue | undefined): Tensor {
  if (!saved) throw new AutogradError(`${op}: the gradient rule reads a value that it does not save`);
  const tensor = new Tensor(saved.storage.retain(), saved.layout);
  tensor.link = saved.link;
  return tensor;
}

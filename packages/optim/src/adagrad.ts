import { add, div, fullLike, keep, sqrt, square, type Tensor } from "@nn/core";
import { checkNotNegative } from "./checks";
import { descend } from "./descend";
import { directedGradient } from "./directed-gradient";
import { Optimizer, type BaseSettings } from "./optimizer";
import type { ParameterInput } from "./parameter-group";

export interface AdagradSettings extends BaseSettings {
  /** Divides the learning rate by 1 + lrDecay · (steps before this one). Default 0. */
  lrDecay: number;
  /** Added to the gradient, times the parameter. Default 0. */
  weightDecay: number;
  /** What the sums of squares start from. Default 0. */
  initialAccumulatorValue: number;
  /** Added to the root of the sum. Default 1e-10. */
  eps: number;
  /** Go uphill. Default false. */
  maximize: boolean;
}

interface AdagradState {
  step: number;
  sum: Tensor;
}

/** Gradients divided by the root of the sum of their squares (https://jmlr.org/papers/v12/duchi11a.html). Default lr 1e-2. */
export class Adagrad extends Optimizer<AdagradSettings, AdagradState> {
  protected readonly stateKinds = { step: "number", sum: "tensor" } as const;

  constructor(params: ParameterInput<AdagradSettings>, options: Partial<AdagradSettings> = {}) {
    const { lr = 1e-2, lrDecay = 0, weightDecay = 0, initialAccumulatorValue = 0 } = options;
    const { eps = 1e-10, maximize = false } = options;
    super("Adagrad", params, { lr, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize });
  }

  protected checkSettings({ lr, lrDecay, weightDecay, initialAccumulatorValue, eps }: AdagradSettings): void {
    checkNotNegative(this.name, "lr", lr);
    checkNotNegative(this.name, "lrDecay", lrDecay);
    checkNotNegative(this.name, "weightDecay", weightDecay);
    checkNotNegative(this.name, "initialAccumulatorValue", initialAccumulatorValue);
    checkNotNegative(this.name, "eps", eps);
  }

  protected createState(param: Tensor, { initialAccumulatorValue }: AdagradSettings): AdagradState {
    return { step: 0, sum: keep(fullLike(param, initialAccumulatorValue)) };
  }

  protected update(param: Tensor, grad: Tensor, state: AdagradState, settings: AdagradSettings): void {
    const { lr, lrDecay, eps } = settings;
    const { sum } = state;
    const step = ++state.step;
    const g = directedGradient(param, grad, settings);
    sum.assign(add(sum, square(g)));
    descend(param, div(g, add(sqrt(sum), eps)), lr / (1 + (step - 1) * lrDecay));
  }
}

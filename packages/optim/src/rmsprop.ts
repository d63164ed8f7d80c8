import { add, div, keep, sgdStep, sqrt, square, sub, type Tensor, zerosLike } from "@nn/core";
import { checkDecay, checkNotNegative } from "./checks";
import { directedGradient } from "./directed-gradient";
import { moveTowards } from "./move-towards";
import { Optimizer, type BaseSettings } from "./optimizer";
import type { ParameterInput } from "./parameter-group";

export interface RMSpropSettings extends BaseSettings {
  /** How much of the running mean of squared gradients is kept. Default 0.99. */
  alpha: number;
  /** Added to the root of the mean square. Default 1e-8. */
  eps: number;
  /** Added to the gradient, times the parameter. Default 0. */
  weightDecay: number;
  /** The share of the velocity that is kept from step to step. Default 0. */
  momentum: number;
  /** Divide by the gradient's standard deviation instead. Default false. */
  centered: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
}

interface RMSpropState {
  squareAvg: Tensor;
  gradAvg?: Tensor;
  momentumBuffer?: Tensor;
}

/**
 * Gradients divided by their running root mean square
 * (https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf). Default lr 1e-2.
 */
export class RMSprop extends Optimizer<RMSpropSettings, RMSpropState> {
  protected readonly stateKinds = { squareAvg: "tensor", gradAvg: "tensor?", momentumBuffer: "tensor?" } as const;

  constructor(params: ParameterInput<RMSpropSettings>, options: Partial<RMSpropSettings> = {}) {
    const { lr = 1e-2, alpha = 0.99, eps = 1e-8, weightDecay = 0, momentum = 0 } = options;
    const { centered = false, maximize = false } = options;
    super("RMSprop", params, { lr, alpha, eps, weightDecay, momentum, centered, maximize });
  }

  protected checkSettings({ lr, alpha, eps, weightDecay, momentum }: RMSpropSettings): void {
    checkNotNegative(this.name, "lr", lr);
    checkDecay(this.name, "alpha", alpha);
    checkNotNegative(this.name, "eps", eps);
    checkNotNegative(this.name, "weightDecay", weightDecay);
    checkNotNegative(this.name, "momentum", momentum);
  }

  protected createState(param: Tensor): RMSpropState {
    return { squareAvg: keep(zerosLike(param)) };
  }

  protected update(param: Tensor, grad: Tensor, state: RMSpropState, settings: RMSpropSettings): void {
    const { lr, alpha, eps, momentum, centered } = settings;
    const { squareAvg } = state;
    const g = directedGradient(param, grad, settings);
    moveTowards(squareAvg, square(g), 1 - alpha);
    let variance = squareAvg;
    if (centered) {
      state.gradAvg ??= keep(zerosLike(param));
      moveTowards(state.gradAvg, g, 1 - alpha);
      variance = sub(squareAvg, square(state.gradAvg));
    }
    if (momentum > 0) state.momentumBuffer ??= keep(zerosLike(param));
    const velocity = momentum > 0 ? state.momentumBuffer : undefined;
    sgdStep(param, div(g, add(sqrt(variance), eps)), velocity, {
      lr,
      momentum,
      dampening: 0,
      nesterov: false,
      weightDecay: 0,
      maximize: false,
      first: false,
    });
  }
}

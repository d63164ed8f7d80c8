import { add, div, keep, mul, sqrt, square, type Tensor, zerosLike } from "@nn/core";
import { checkNotNegative, checkShare } from "./checks";
import { descend } from "./descend";
import { directedGradient } from "./directed-gradient";
import { moveTowards } from "./move-towards";
import { Optimizer, type BaseSettings } from "./optimizer";
import type { ParameterInput } from "./parameter-group";

export interface AdadeltaSettings extends BaseSettings {
  /** How much of the running means of squares is kept. Default 0.9. */
  rho: number;
  /** Added to the mean squares. Default 1e-6. */
  eps: number;
  /** Added to the gradient, times the parameter. Default 0. */
  weightDecay: number;
  /** Go uphill. Default false. */
  maximize: boolean;
}

interface AdadeltaState {
  squareAvg: Tensor;
  accDelta: Tensor;
}

/** Adadelta, which finds its own step sizes (https://arxiv.org/abs/1212.5701). Default lr 1. */
export class Adadelta extends Optimizer<AdadeltaSettings, AdadeltaState> {
  protected readonly stateKinds = { squareAvg: "tensor", accDelta: "tensor" } as const;

  constructor(params: ParameterInput<AdadeltaSettings>, options: Partial<AdadeltaSettings> = {}) {
    const { lr = 1, rho = 0.9, eps = 1e-6, weightDecay = 0, maximize = false } = options;
    super("Adadelta", params, { lr, rho, eps, weightDecay, maximize });
  }

  protected checkSettings({ lr, rho, eps, weightDecay }: AdadeltaSettings): void {
    checkNotNegative(this.name, "lr", lr);
    checkShare(this.name, "rho", rho);
    checkNotNegative(this.name, "eps", eps);
    checkNotNegative(this.name, "weightDecay", weightDecay);
  }

  protected createState(param: Tensor): AdadeltaState {
    return { squareAvg: keep(zerosLike(param)), accDelta: keep(zerosLike(param)) };
  }

  protected update(param: Tensor, grad: Tensor, state: AdadeltaState, settings: AdadeltaSettings): void {
    const { lr, rho, eps } = settings;
    const { squareAvg, accDelta } = state;
    const g = directedGradient(param, grad, settings);
    moveTowards(squareAvg, square(g), 1 - rho);
    const delta = mul(g, sqrt(div(add(accDelta, eps), add(squareAvg, eps))));
    moveTowards(accDelta, square(delta), 1 - rho);
    descend(param, delta, lr);
  }
}

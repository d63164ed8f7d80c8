import { abs, add, div, keep, maximum, mul, type Tensor, zerosLike } from "@nn/core";
import { checkBetas, checkNotNegative } from "./checks";
import { descend } from "./descend";
import { directedGradient } from "./directed-gradient";
import { moveTowards } from "./move-towards";
import { Optimizer, type BaseSettings } from "./optimizer";
import type { ParameterInput } from "./parameter-group";

export interface AdamaxSettings extends BaseSettings {
  /** How much of the running mean of gradients and of their largest magnitude is kept. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to magnitudes. Default 1e-8. */
  eps: number;
  /** Added to the gradient, times the parameter. Default 0. */
  weightDecay: number;
  /** Go uphill. Default false. */
  maximize: boolean;
}

interface AdamaxState {
  step: number;
  expAvg: Tensor;
  expInf: Tensor;
}

/** Adamax: Adam on the largest magnitude (https://arxiv.org/abs/1412.6980, section 7.1). Default lr 2e-3. */
export class Adamax extends Optimizer<AdamaxSettings, AdamaxState> {
  protected readonly stateKinds = { step: "number", expAvg: "tensor", expInf: "tensor" } as const;

  constructor(params: ParameterInput<AdamaxSettings>, options: Partial<AdamaxSettings> = {}) {
    const { lr = 2e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0, maximize = false } = options;
    super("Adamax", params, { lr, betas, eps, weightDecay, maximize });
  }

  protected checkSettings({ lr, betas, eps, weightDecay }: AdamaxSettings): void {
    checkNotNegative(this.name, "lr", lr);
    checkNotNegative(this.name, "eps", eps);
    checkNotNegative(this.name, "weightDecay", weightDecay);
    checkBetas(this.name, betas);
  }

  protected createState(param: Tensor): AdamaxState {
    return { step: 0, expAvg: keep(zerosLike(param)), expInf: keep(zerosLike(param)) };
  }

  protected update(param: Tensor, grad: Tensor, state: AdamaxState, settings: AdamaxSettings): void {
    const { lr, betas, eps } = settings;
    const { expAvg, expInf } = state;
    const step = ++state.step;
    const g = directedGradient(param, grad, settings);
    moveTowards(expAvg, g, 1 - betas[0]);
    expInf.assign(maximum(mul(expInf, betas[1]), add(abs(g), eps)));
    descend(param, div(expAvg, expInf), lr / (1 - betas[0] ** step));
  }
}

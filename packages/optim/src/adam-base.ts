import { adamStep, keep, zerosLike, type Tensor } from "@nn/core";
import { checkBetas, checkNotNegative } from "./checks";
import { Optimizer, type BaseSettings } from "./optimizer";

export interface AdamSettings extends BaseSettings {
  /** How much of the running means of gradients and of their squares is kept. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the root of the mean square. Default 1e-8. */
  eps: number;
  /** Default 0 in Adam, 0.01 in AdamW. */
  weightDecay: number;
  /** Divide by the largest mean square so far. Default false. */
  amsgrad: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
}

interface AdamState {
  step: number;
  expAvg: Tensor;
  expAvgSq: Tensor;
  maxExpAvgSq?: Tensor;
}

/** What Adam and AdamW share: they differ in where weights decay. */
export abstract class AdamBase extends Optimizer<AdamSettings, AdamState> {
  /** Decay the parameter itself, not through its gradient. */
  protected abstract readonly decoupled: boolean;
  protected readonly stateKinds = {
    step: "number",
    expAvg: "tensor",
    expAvgSq: "tensor",
    maxExpAvgSq: "tensor?",
  } as const;

  protected checkSettings({ lr, betas, eps, weightDecay }: AdamSettings): void {
    checkNotNegative(this.name, "lr", lr);
    checkNotNegative(this.name, "eps", eps);
    checkNotNegative(this.name, "weightDecay", weightDecay);
    checkBetas(this.name, betas);
  }

  protected createState(param: Tensor): AdamState {
    return { step: 0, expAvg: keep(zerosLike(param)), expAvgSq: keep(zerosLike(param)) };
  }

  protected update(param: Tensor, grad: Tensor, state: AdamState, settings: AdamSettings): void {
    const { lr, betas, eps, weightDecay, amsgrad, maximize } = settings;
    const { decoupled } = this;
    if (amsgrad) state.maxExpAvgSq ??= keep(zerosLike(param));
    const step = ++state.step;
    adamStep(param, grad, state.expAvg, state.expAvgSq, amsgrad ? state.maxExpAvgSq : undefined, {
      lr,
      beta1: betas[0],
      beta2: betas[1],
      eps,
      weightDecay,
      decoupled,
      maximize,
      step,
    });
  }
}

/** `options` with PyTorch's defaults. */
export function adamSettings(options: Partial<AdamSettings>, decay: number): AdamSettings {
  const { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = decay } = options;
  const { amsgrad = false, maximize = false } = options;
  return { lr, betas, eps, weightDecay, amsgrad, maximize };
}

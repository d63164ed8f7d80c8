import { adamStep, keep, type Tensor, zerosLike } from "@nn/core";
import { checkBetas, checkNotNegative } from "./checks";
import { directedGradient } from "./directed-gradient";
import { moveTowards } from "./move-towards";
import { Optimizer, type BaseSettings } from "./optimizer";
import type { ParameterInput } from "./parameter-group";

export interface NAdamSettings extends BaseSettings {
  /** How much of the running means of gradients and of their squares is kept. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the root of the mean square. Default 1e-8. */
  eps: number;
  /** Default 0. */
  weightDecay: number;
  /** How fast the momentum grows to `betas[0]`. Default 4e-3. */
  momentumDecay: number;
  /** Decay the parameter itself, not through its gradient. Default false. */
  decoupledWeightDecay: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
}

interface NAdamState {
  step: number;
  muProduct: number;
  expAvg: Tensor;
  expAvgSq: Tensor;
}

/** Adam with Nesterov momentum (https://cs229.stanford.edu/proj2015/054_report.pdf). Default lr 2e-3. */
export class NAdam extends Optimizer<NAdamSettings, NAdamState> {
  protected readonly stateKinds = {
    step: "number",
    muProduct: "number",
    expAvg: "tensor",
    expAvgSq: "tensor",
  } as const;

  constructor(params: ParameterInput<NAdamSettings>, options: Partial<NAdamSettings> = {}) {
    const { lr = 2e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0, momentumDecay = 4e-3 } = options;
    const { decoupledWeightDecay = false, maximize = false } = options;
    super("NAdam", params, { lr, betas, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize });
  }

  protected checkSettings({ lr, betas, eps, weightDecay, momentumDecay }: NAdamSettings): void {
    checkNotNegative(this.name, "lr", lr);
    checkNotNegative(this.name, "eps", eps);
    checkNotNegative(this.name, "weightDecay", weightDecay);
    checkNotNegative(this.name, "momentumDecay", momentumDecay);
    checkBetas(this.name, betas);
  }

  protected createState(param: Tensor): NAdamState {
    return { step: 0, muProduct: 1, expAvg: keep(zerosLike(param)), expAvgSq: keep(zerosLike(param)) };
  }

  protected update(param: Tensor, grad: Tensor, state: NAdamState, settings: NAdamSettings): void {
    const { lr, betas, eps, weightDecay, momentumDecay, decoupledWeightDecay: decoupled, maximize } = settings;
    const [beta1, beta2] = betas;
    const { expAvg, expAvgSq } = state;
    const step = ++state.step;
    const momentumAt = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
    const mu = momentumAt(step);
    const muNext = momentumAt(step + 1);
    state.muProduct *= mu;
    const ofGradient = (1 - mu) / (1 - state.muProduct);
    const ofMean = muNext / (1 - state.muProduct * muNext);
    const g = directedGradient(param, grad, { maximize, weightDecay: decoupled ? 0 : weightDecay });

    // ofGradient · g + ofMean · (the mean with g) is a mean of g and the mean before, times `total`: a step of Adam.
    const total = ofGradient + ofMean;
    const share = (ofMean * beta1) / total;
    const stepSize = lr * total * (1 - share ** step);
    adamStep(param, g, expAvg.detach(), expAvgSq, undefined, {
      lr: stepSize,
      beta1: share,
      beta2,
      eps,
      weightDecay: decoupled && lr > 0 ? (weightDecay * lr) / stepSize : 0,
      decoupled,
      maximize: false,
      step,
    });
    moveTowards(expAvg, g, 1 - beta1);
  }
}

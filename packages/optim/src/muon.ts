import { ArgumentError, keep, ShapeError, Tensor, zerosLike } from "@nn/core";
import { checkChoice, checkDecay, checkInteger, checkNotNegative } from "./checks";
import { descend } from "./descend";
import { moveTowards } from "./move-towards";
import { Optimizer, type BaseSettings } from "./optimizer";
import { orthogonalize, type NewtonSchulz } from "./orthogonalize";
import type { GroupInput, ParameterInput } from "./parameter-group";

export interface MuonSettings extends BaseSettings, NewtonSchulz {
  /** Takes lr · weightDecay off the parameter itself. Default 0.1. */
  weightDecay: number;
  /** How much of the running mean of gradients is kept. Default 0.95. */
  momentum: number;
  /** Look ahead along the mean. Default true. */
  nesterov: boolean;
  /** Default [3.4445, -4.775, 2.0315]. */
  nsCoefficients: readonly [number, number, number];
  /** The smallest norm that a matrix is divided by. Default 1e-7. */
  eps: number;
  /** Steps of the Newton-Schulz iteration, less than 100. Default 5. */
  nsSteps: number;
  /**
   * What lr is multiplied by for a parameter of [rows, columns]: √max(1, rows / columns) ("original", the default), or
   * 0.2 √max(rows, columns), which suits the rates and decays of AdamW ("matchRmsAdamw").
   */
  adjustLrFn: "original" | "matchRmsAdamw";
}

interface MuonState {
  momentumBuffer: Tensor;
}

/**
 * Steps along orthogonalized momentum, for the matrices of hidden layers (https://kellerjordan.github.io/posts/muon/, as
 * in torch.optim.Muon, but in the parameter's precision). Embeddings, output layers, biases and all else that is not
 * 2-dimensional belong to another optimizer, such as AdamW.
 */
export class Muon extends Optimizer<MuonSettings, MuonState> {
  protected readonly stateKinds = { momentumBuffer: "tensor" } as const;

  constructor(params: ParameterInput<MuonSettings>, options: Partial<MuonSettings> = {}) {
    const { lr = 1e-3, weightDecay = 0.1, momentum = 0.95, nesterov = true, adjustLrFn = "original" } = options;
    const { nsCoefficients = [3.4445, -4.775, 2.0315], eps = 1e-7, nsSteps = 5 } = options;
    super("Muon", params, { lr, weightDecay, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLrFn });
  }

  override addParamGroup({ params, ...settings }: GroupInput<MuonSettings>): void {
    const list = params instanceof Tensor ? [params] : [...params];
    list.forEach((param, i) => {
      if (!(param instanceof Tensor) || param.ndim === 2) return;
      throw new ShapeError(`Muon: parameter ${i}, ${param}, is not 2-dimensional; give it to another optimizer: AdamW`);
    });
    super.addParamGroup({ ...settings, params: list });
  }

  protected checkSettings(settings: MuonSettings): void {
    const { lr, weightDecay, momentum, nsCoefficients, eps, nsSteps, adjustLrFn } = settings;
    checkNotNegative(this.name, "lr", lr);
    checkNotNegative(this.name, "weightDecay", weightDecay);
    checkDecay(this.name, "momentum", momentum);
    checkNotNegative(this.name, "eps", eps);
    checkInteger(this.name, "nsSteps", nsSteps);
    if (nsSteps >= 100) throw new ArgumentError(`Muon: nsSteps must be less than 100, got ${nsSteps}`);
    checkChoice(this.name, "adjustLrFn", adjustLrFn, ["original", "matchRmsAdamw"]);
    if (Array.isArray(nsCoefficients) && nsCoefficients.length === 3 && nsCoefficients.every(Number.isFinite)) return;
    throw new ArgumentError(`Muon: nsCoefficients must be three finite numbers, got ${nsCoefficients}`);
  }

  protected createState(param: Tensor): MuonState {
    return { momentumBuffer: keep(zerosLike(param)) };
  }

  protected update(param: Tensor, grad: Tensor, { momentumBuffer }: MuonState, settings: MuonSettings): void {
    const { lr, weightDecay, momentum, nesterov, adjustLrFn } = settings;
    moveTowards(momentumBuffer, grad, 1 - momentum);
    let direction = momentumBuffer;
    if (nesterov) {
      direction = momentumBuffer.detach();
      moveTowards(direction, grad, 1 - momentum);
    }
    const [rows, columns] = param.shape;
    const factor =
      adjustLrFn === "original" ? Math.sqrt(Math.max(1, rows / columns)) : 0.2 * Math.sqrt(Math.max(rows, columns));
    descend(param, orthogonalize(direction, settings), lr * factor, weightDecay / factor);
  }
}

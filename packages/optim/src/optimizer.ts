import { ArgumentError, noGrad, scope, type Tensor } from "@nn/core";
import { checkOptimizerState } from "./check-optimizer-state";
import { checkNotNegative } from "./checks";
import { adopt, snapshot, type OptimizerState, type ParameterState, type StateKinds } from "./optimizer-state";
import { checkedParams, toGroupInputs, type Group, type GroupInput, type ParameterInput } from "./parameter-group";

/** What every optimizer's groups have. */
export interface BaseSettings {
  /** The learning rate. */
  lr: number;
}

/**
 * The base of all optimizers: groups of parameters, each with its settings, and a state per parameter. A subclass checks
 * settings and updates one parameter from its gradient. Any optimizer is an `Optimizer` without type arguments.
 */
export abstract class Optimizer<Settings extends BaseSettings = BaseSettings, State extends object = object> {
  /** Settings such as `groups[0].lr` may be changed between steps. */
  readonly groups: Group<Settings>[] = [];
  readonly #defaults: Settings;
  readonly #states = new Map<Tensor, State>();

  constructor(
    /** What errors and saved states call it; a class's own name does not survive minification. */
    readonly name: string,
    params: ParameterInput<Settings>,
    defaults: Settings,
  ) {
    this.#defaults = defaults;
    for (const group of toGroupInputs(name, params)) this.addParamGroup(group);
    if (this.groups.some((group) => group.params.length > 0)) return;
    throw new ArgumentError(`${name}: got no parameters`);
  }

  /** What a parameter's state consists of. */
  protected abstract readonly stateKinds: StateKinds<State>;

  /** Throws unless `settings` are in range. */
  protected abstract checkSettings(settings: Settings): void;

  /** The state of a parameter that is updated for the first time. Its tensors must be passed to `keep`. */
  protected abstract createState(param: Tensor, settings: Settings): State;

  /** Updates `param` and its state in place. */
  protected abstract update(param: Tensor, grad: Tensor, state: State, settings: Settings): void;

  /** Optimizes more parameters, with settings of their own where `group` names some. */
  addParamGroup(group: GroupInput<Settings>): void {
    const { params, ...given } = group;
    const settings = { ...this.#defaults, ...definedOf(given) } as Settings;
    this.checkSettings(settings);
    const seen = this.groups.flatMap((other) => other.params);
    this.groups.push({ ...settings, params: checkedParams(this.name, params, seen) });
  }

  /** Updates every parameter that has a gradient. */
  step(): void {
    noGrad(() => scope(() => this.#updateAll(), `the end of ${this.name}.step`));
  }

  #updateAll(): void {
    for (const group of this.groups) {
      this.checkSettings(group);
      for (const param of group.params) {
        const { grad } = param;
        if (!grad) continue;
        let state = this.#states.get(param);
        if (!state) this.#states.set(param, (state = this.createState(param, group)));
        this.update(param, grad, state, group);
      }
    }
  }

  /** Drops the gradients of all parameters. */
  zeroGrad(): void {
    for (const { params } of this.groups) for (const param of params) if (param.requiresGrad) param.grad = null;
  }

  /** Settings and states for a checkpoint. They stay what they are when training goes on. */
  stateDict(): OptimizerState<Settings> {
    const state: Record<number, ParameterState> = {};
    let next = 0;
    const groups = this.groups.map((group) => ({
      ...group,
      params: group.params.map((param) => {
        const own = this.#states.get(param);
        if (own) state[next] = snapshot(own);
        return next++;
      }),
    }));
    return { optimizer: this.name, state, groups };
  }

  /** Takes over settings and states of `stateDict()` of such an optimizer with the same groups, or changes nothing. */
  loadStateDict(saved: OptimizerState<Settings>): void {
    const owner = `${this.name}.loadStateDict`;
    const keys = Object.keys(this.#defaults);
    checkOptimizerState(owner, this.name, this.groups, keys, saved);
    const settings = saved.groups.map((group) => {
      this.checkSettings(group);
      if (group.initialLr !== undefined) checkNotNegative(owner, "initialLr", group.initialLr);
      return Object.fromEntries(Object.entries(group).filter(([key]) => keys.includes(key) || key === "initialLr"));
    });
    const loaded = this.groups.flatMap(({ params }, i) =>
      params.map((param, j): [Tensor, ParameterState | undefined] => {
        const own = saved.state[saved.groups[i].params[j]];
        return [param, own === undefined ? own : scope(() => adopt(owner, param, own, this.stateKinds))];
      }),
    );
    this.groups.forEach((group, i) => Object.assign(group, settings[i]));
    this.#states.clear();
    for (const [param, own] of loaded) if (own) this.#states.set(param, own as State);
  }
}

function definedOf(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

import { ArgumentError, noGrad, scope, type Tensor } from "@nn/core";
import { adopt, checkGroups, snapshot, type OptimizerState, type ParameterState } from "./optimizer-state";
import { checkedParams, toGroupInputs, type Group, type GroupInput, type ParameterInput } from "./parameter-group";

/** What every optimizer's groups have. */
export interface BaseSettings {
  /** The learning rate. */
  lr: number;
}

/**
 * The base of all optimizers: groups of parameters, each with its settings, and a state per parameter. A subclass checks
 * settings and updates one parameter from its gradient.
 */
export abstract class Optimizer<Settings extends BaseSettings = BaseSettings, State extends object = ParameterState> {
  /** Settings such as `groups[0].lr` may be changed between steps. */
  readonly groups: Group<Settings>[] = [];
  readonly #defaults: Settings;
  readonly #states = new Map<Tensor, State>();

  constructor(params: ParameterInput<Settings>, defaults: Settings) {
    this.#defaults = defaults;
    for (const group of toGroupInputs(this.constructor.name, params)) this.addParamGroup(group);
    if (this.groups.some((group) => group.params.length > 0)) return;
    throw new ArgumentError(`${this.constructor.name}: got no parameters`);
  }

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
    this.groups.push({ ...settings, params: checkedParams(this.constructor.name, params, seen) });
  }

  /** Updates every parameter that has a gradient. */
  step(): void {
    noGrad(() => scope(() => this.#updateAll(), `the end of ${this.constructor.name}.step`));
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
    return { state, groups };
  }

  /** Takes over settings and states of `stateDict()` of an optimizer with the same groups. */
  loadStateDict({ state, groups }: OptimizerState<Settings>): void {
    const owner = `${this.constructor.name}.loadStateDict`;
    checkGroups(owner, this.groups, groups);
    for (const group of groups) this.checkSettings(group);
    const loaded = this.groups.flatMap(({ params }, i) =>
      params.map((param, j): [Tensor, ParameterState | undefined] => {
        const own = state[groups[i].params[j]];
        return [param, own && scope(() => adopt(owner, param, own))];
      }),
    );
    groups.forEach(({ params: _, ...settings }, i) => Object.assign(this.groups[i], settings));
    this.#states.clear();
    for (const [param, own] of loaded) if (own) this.#states.set(param, own as State);
  }
}

function definedOf(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

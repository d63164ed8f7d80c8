import { ArgumentError, BackendError, keep, ShapeError, Tensor } from "@nn/core";

/** What an optimizer remembers of one parameter. */
export type ParameterState = Record<string, Tensor | number>;

/** Plain data and tensors; parameters are numbered in the order of the groups. */
export interface OptimizerState<Settings> {
  /** Which optimizer it belongs to. Unchecked when absent. */
  optimizer?: string;
  state: Record<number, ParameterState>;
  groups: (Settings & { params: number[]; initialLr?: number })[];
}

/** What the entries of a parameter's state are; with a question mark, those that may be missing. */
export type StateKinds<State> = {
  readonly [K in keyof State]-?: object extends Pick<State, K>
    ? "tensor?"
    : State[K] extends number
      ? "number"
      : "tensor";
};

/** Tensors of `state` as detached handles, which keep their values. */
export function snapshot(state: object): ParameterState {
  const entries = Object.entries(state) as [string, Tensor | number | undefined][];
  return Object.fromEntries(
    entries.flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value instanceof Tensor ? value.detach() : value]],
    ),
  );
}

/** A copy of `state` that fits `param` and outlives scopes; throws unless it has entries of these `kinds`. */
export function adopt(
  owner: string,
  param: Tensor,
  state: ParameterState,
  kinds: Readonly<Record<string, string>>,
): ParameterState {
  checkKeys(owner, param, state, kinds);
  const entries = Object.entries(state).map(([key, value]): [string, Tensor | number] => {
    if (kinds[key] !== "number") return [key, adoptTensor(owner, param, key, value)];
    if (Number.isFinite(value)) return [key, value];
    throw new ArgumentError(`${owner}: ${key} of the state must be a finite number, got ${value}`);
  });
  return Object.fromEntries(entries);
}

function checkKeys(owner: string, param: Tensor, state: ParameterState, kinds: Readonly<Record<string, string>>): void {
  const isObject = typeof state === "object" && state !== null;
  const given = isObject ? Object.keys(state) : [];
  const isComplete =
    isObject && Object.entries(kinds).every(([key, kind]) => kind.endsWith("?") || given.includes(key));
  if (isComplete && given.every((key) => Object.hasOwn(kinds, key))) return;
  throw new ArgumentError(
    `${owner}: the state of ${param} has [${given.join(", ")}], expected [${Object.keys(kinds).join(", ")}]; ` +
      "it belongs to another kind of optimizer",
  );
}

function adoptTensor(owner: string, param: Tensor, key: string, value: unknown): Tensor {
  if (!(value instanceof Tensor)) {
    throw new ArgumentError(`${owner}: ${key} of the state must be a tensor, got ${typeof value}`);
  }
  value.check(owner);
  if (`${value.shape}` !== `${param.shape}` || value.ndim !== param.ndim) {
    throw new ShapeError(
      `${owner}: ${key} of shape [${value.shape.join(",")}] does not fit a parameter of [${param.shape.join(",")}]`,
    );
  }
  if (value.backend !== param.backend) {
    throw new BackendError(
      `${owner}: ${key} lives on backend ${value.backend.name}, its parameter on ${param.backend.name}; ` +
        "move it with `await x.to(backend)`",
    );
  }
  return keep(value.to(param.dtype).detach());
}

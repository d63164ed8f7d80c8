import { ArgumentError, BackendError, keep, ShapeError, Tensor } from "@nn/core";

/** What an optimizer remembers of one parameter. */
export type ParameterState = Record<string, Tensor | number>;

/** Plain data and tensors; parameters are numbered in the order of the groups. */
export interface OptimizerState<Settings> {
  state: Record<number, ParameterState>;
  groups: (Settings & { params: number[]; initialLr?: number })[];
}

/** Tensors of `state` as detached handles, which keep their values. */
export function snapshot(state: object): ParameterState {
  return mapTensors(state, (tensor) => tensor.detach());
}

/** A copy of `state` that fits `param` and outlives scopes. */
export function adopt(owner: string, param: Tensor, state: ParameterState): ParameterState {
  return mapTensors(state, (tensor, key) => {
    tensor.check(owner);
    if (`${tensor.shape}` !== `${param.shape}`) {
      throw new ShapeError(
        `${owner}: ${key} of shape [${tensor.shape.join(",")}] does not fit a parameter of [${param.shape.join(",")}]`,
      );
    }
    if (tensor.backend !== param.backend) {
      throw new BackendError(
        `${owner}: ${key} lives on backend ${tensor.backend.name}, its parameter on ${param.backend.name}; ` +
          "move it with `await x.to(backend)`",
      );
    }
    return keep(tensor.to(param.dtype).detach());
  });
}

/** Throws unless `groups` hold as many parameters, group by group, as the optimizer's. */
export function checkGroups(
  owner: string,
  own: readonly { params: readonly unknown[] }[],
  groups: readonly { params: readonly unknown[] }[],
): void {
  const sizes = (list: typeof own): string => list.map(({ params }) => params.length).join(",");
  if (sizes(own) === sizes(groups)) return;
  throw new ArgumentError(
    `${owner}: the state is for groups of [${sizes(groups)}] parameters, this optimizer has [${sizes(own)}]`,
  );
}

function mapTensors(state: object, change: (tensor: Tensor, key: string) => Tensor): ParameterState {
  const entries = Object.entries(state) as [string, Tensor | number][];
  return Object.fromEntries(entries.map(([key, value]) => [key, value instanceof Tensor ? change(value, key) : value]));
}

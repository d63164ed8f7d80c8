import { ArgumentError, AutogradError, Tensor } from "@nn/core";

/** Parameters that share settings. Settings may be changed between steps. */
export type Group<Settings> = Settings & {
  readonly params: readonly Tensor[];
  /** The learning rate before any scheduler changed it. */
  initialLr?: number;
};

/** A group as it is handed to an optimizer: what it leaves out comes from the optimizer's options. */
export type GroupInput<Settings> = Partial<Settings> & { readonly params: Tensor | Iterable<Tensor> };

/** Parameters, or groups of them. */
export type ParameterInput<Settings> = Iterable<Tensor> | Iterable<GroupInput<Settings>>;

/** What was handed over, as groups; throws when that is no parameter at all. */
export function toGroupInputs<Settings>(owner: string, input: ParameterInput<Settings>): GroupInput<Settings>[] {
  const items: readonly (Tensor | GroupInput<Settings>)[] = [...input];
  const params = items.filter((item) => item instanceof Tensor);
  const groups = items.filter((item): item is GroupInput<Settings> => !(item instanceof Tensor));
  if (params.length > 0 && groups.length > 0) {
    throw new ArgumentError(`${owner}: expected parameters or groups of parameters, got a mixture of both`);
  }
  groups.forEach((group, i) => {
    if (typeof group === "object" && group !== null && "params" in group) return;
    throw new ArgumentError(`${owner}: item ${i} is neither a tensor nor a group { params, ... }`);
  });
  if (groups.length > 0) return groups;
  if (params.length > 0) return [{ params } as Partial<Settings> & { params: Tensor[] }];
  throw new ArgumentError(`${owner}: got no parameters`);
}

/** The tensors of a group; throws when the optimizer could not update one of them, or has it in `seen` already. */
export function checkedParams(owner: string, params: Tensor | Iterable<Tensor>, seen: Iterable<Tensor>): Tensor[] {
  const list = params instanceof Tensor ? [params] : [...params];
  const known = new Set(seen);
  list.forEach((param, i) => {
    if (!(param instanceof Tensor)) throw new ArgumentError(`${owner}: parameter ${i} is not a tensor`);
    param.check(owner);
    if (known.has(param)) throw new ArgumentError(`${owner}: parameter ${i}, ${param}, was given twice`);
    known.add(param);
    checkTrainable(owner, param, i);
  });
  return list;
}

/** Frozen parameters of a module are allowed and left alone; a plain tensor without gradients is a mistake. */
function checkTrainable(owner: string, param: Tensor, i: number): void {
  if (!param.isLeaf) {
    throw new AutogradError(`${owner}: parameter ${i}, ${param}, was computed by an op; only leaves can be optimized`);
  }
  if (param.requiresGrad || param.kept) return;
  throw new AutogradError(`${owner}: parameter ${i}, ${param}, does not require a gradient; set its requiresGrad`);
}

import { ArgumentError } from "@nn/core";
import type { OptimizerState } from "./optimizer-state";

type OwnGroup = Readonly<Record<string, unknown>> & { readonly params: readonly unknown[] };

/**
 * Throws unless `saved` is for the optimizer called `name` with as many parameters, group by group, and gives a value to
 * each of `settings`.
 */
export function checkOptimizerState(
  owner: string,
  name: string,
  own: readonly { readonly params: readonly unknown[] }[],
  settings: readonly string[],
  saved: OptimizerState<object>,
): void {
  const { optimizer, state, groups } = (saved ?? {}) as Partial<OptimizerState<object>>;
  if (typeof state !== "object" || state === null || !isGroupList(groups)) {
    throw new ArgumentError(`${owner}: expected what stateDict() gives, { optimizer, state, groups }`);
  }
  if (optimizer !== undefined && optimizer !== name) {
    throw new ArgumentError(`${owner}: the state is one of ${optimizer}, this optimizer is ${name}`);
  }
  const sizes = (list: readonly { readonly params: readonly unknown[] }[]): string =>
    list.map(({ params }) => params.length).join(",");
  if (sizes(own) !== sizes(groups)) {
    throw new ArgumentError(
      `${owner}: the state is for groups of [${sizes(groups)}] parameters, this optimizer has [${sizes(own)}]`,
    );
  }
  groups.forEach((group, i) => {
    const missing = settings.filter((key) => !Object.hasOwn(group, key));
    if (missing.length === 0) return;
    throw new ArgumentError(`${owner}: group ${i} of the state lacks ${missing.join(", ")}`);
  });
}

function isGroupList(groups: unknown): groups is OwnGroup[] {
  return Array.isArray(groups) && groups.every((group: unknown) => hasParams(group));
}

function hasParams(group: unknown): boolean {
  return typeof group === "object" && group !== null && "params" in group && Array.isArray(group.params);
}

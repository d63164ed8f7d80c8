import { ArgumentError, BackendError, noGrad, scope, Tensor } from "@nn/core";
import { StateDictError } from "./state-dict-error";

/** Tensors by name, in PyTorch's order. */
export type StateDict = Record<string, Tensor>;

/** What `loadStateDict` reads: a record, or a map such as a checkpoint file's. */
export type StateDictSource = ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>;

export interface LoadOptions {
  /** Throw when keys are missing or unexpected. Default true. */
  strict?: boolean;
}

export interface LoadReport {
  /** Keys of the module that the source lacks. */
  missingKeys: string[];
  /** Keys of the source that the module lacks. */
  unexpectedKeys: string[];
}

/** Copies the values of `source` into `targets`, all or none of them. */
export function loadInto(
  owner: string,
  targets: ReadonlyMap<string, Tensor>,
  source: StateDictSource,
  { strict = true }: LoadOptions,
): LoadReport {
  if (typeof source !== "object" || (source as unknown) === null) {
    throw new ArgumentError("loadStateDict: expected a record or a map of tensors");
  }
  const values = new Map<string, unknown>(
    source instanceof Map ? source : Object.entries(source as Readonly<Record<string, Tensor>>),
  );
  const missingKeys = [...targets.keys()].filter((key) => !values.has(key));
  const unexpectedKeys = [...values.keys()].filter((key) => !targets.has(key));
  const given = [...targets]
    .filter(([key]) => values.has(key))
    .map(([key, target]) => ({ key, target, value: values.get(key) }));
  const misfits = given.filter(({ target, value }) => format(target) !== format(value));
  if (misfits.length > 0 || (strict && missingKeys.length + unexpectedKeys.length > 0)) {
    throw new StateDictError(owner, {
      missingKeys: strict ? missingKeys : [],
      unexpectedKeys: strict ? unexpectedKeys : [],
      wrongShapes: misfits.map(({ key, target, value }) => `${key} (${format(target)}, got ${format(value)})`),
    });
  }
  const pairs = given as { key: string; target: Tensor; value: Tensor }[];
  for (const { key, target, value } of pairs) checkBackend(key, target, value);
  noGrad(() =>
    scope(() => {
      for (const { target, value } of pairs) target.assign(value.to(target.dtype));
    }),
  );
  return { missingKeys, unexpectedKeys };
}

function checkBackend(key: string, target: Tensor, value: Tensor): void {
  value.check("loadStateDict");
  if (target.backend === value.backend) return;
  throw new BackendError(
    `loadStateDict: ${key} lives on backend ${target.backend.name}, its value on ${value.backend.name}; ` +
      "move the module or the value first, with `await x.to(backend)`",
  );
}

function format(value: unknown): string {
  return value instanceof Tensor ? `[${value.shape.join(",")}]` : "no tensor";
}

import { ArgumentError } from "@nn/core";

/** The key of `name` inside the module with the key `prefix`. */
export function joinNames(prefix: string, name: string): string {
  return prefix === "" ? name : `${prefix}.${name}`;
}

/** `name`, if it can be part of a key. */
export function checkName(name: string): string {
  if (name !== "" && !name.includes(".")) return name;
  throw new ArgumentError(`a name of a parameter, buffer or module cannot be empty or contain a dot, got "${name}"`);
}

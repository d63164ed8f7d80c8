import { ArgumentError } from "@nn/core";
import { Module } from "../module/module";

/** `value`, if it is a module. */
export function checkModule<M extends Module>(owner: string, name: string, value: M): M {
  if (value instanceof Module) return value;
  throw new ArgumentError(`${owner}: "${name}" is not a module`);
}

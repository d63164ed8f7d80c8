/**
 * The `kind` objects of a module with their keys: those in its fields, in the order of definition, under the field's
 * name unless registered under another; then those that are only registered.
 */
export function collect<T extends object>(
  owner: object,
  kind: abstract new (...args: never[]) => T,
  registered: ReadonlyMap<string, T>,
): [string, T][] {
  const keys = new Map([...registered].map(([key, value]) => [value, key]));
  const found = new Map<string, T>();
  for (const [field, value] of Object.entries(owner) as [string, unknown][]) {
    if (value instanceof kind) found.set(keys.get(value) ?? field, value);
  }
  for (const [key, value] of registered) if (!found.has(key)) found.set(key, value);
  return [...found];
}

/** `env.memory` in the import section of a module, as bytes: `env`, `memory`, kind 2. */
const IMPORT = [3, 101, 110, 118, 6, 109, 101, 109, 111, 114, 121, 2];
const SHARED = 3;
const UNSHARED = 1;

/** Clears the flag that says that the imported memory is shared. */
export function withUnsharedMemory(wasm: Uint8Array): Uint8Array {
  const copy = wasm.slice();
  const at = copy.findIndex((_, i) => IMPORT.every((byte, j) => copy[i + j] === byte)) + IMPORT.length;
  if (copy[at] !== SHARED) throw new Error("wasm: the module imports no shared memory");
  copy[at] = UNSHARED;
  return copy;
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

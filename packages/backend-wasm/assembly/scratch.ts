/** Memory of this thread alone: `SCRATCH_BYTES` of it, as src/machine/layout.ts says. */
export let scratch: usize = 0;

export function setScratch(address: usize): void {
  scratch = address;
}

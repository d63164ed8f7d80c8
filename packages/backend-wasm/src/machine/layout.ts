// Addresses in the linear memory below the heap. 0 stays unused, so that a forgotten address is easily found.

/** What threads share: see control.ts. */
export const CONTROL = 1024;

/** Where the main thread writes the plan of a walk for a kernel: 64 dimensions fit. */
export const PLAN = 4096;

// From 8192 on lie the constants of the module, from 16384 on those of the relaxed one: compile.js says so.

/** Scratch memory of thread 0, the main one; the others follow. */
export const SCRATCH = 2 ** 16;

/** Scratch memory of each thread: packed panels of products need most of it. */
export const SCRATCH_BYTES = 2 ** 21;

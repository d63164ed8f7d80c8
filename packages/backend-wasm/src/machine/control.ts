/**
 * The words that threads share, from CONTROL on. A task is published in this order: its parts and arguments, PENDING, EPOCH.
 * Whoever takes a part takes it from PENDING first and reads the arguments after that: they cannot
 * change before the part is counted in DONE.
 */
export const Word = {
  /** Changes with each task: what idle threads watch. */
  EPOCH: 0,
  /** Threads asleep on EPOCH. */
  SLEEPERS: 1,
  /** Parts that nobody has taken; below 1 when there are none. */
  PENDING: 2,
  /** Parts that are finished: what the main thread waits for. */
  DONE: 3,
  /** Parts whose kernel threw. */
  FAILED: 4,
  /** Threads that have started. */
  READY: 5,
  /** The place of the kernel in the names of the exports. */
  KERNEL: 6,
  /** Parts of the task, */
  PARTS: 7,
  /** units in each but the last, */
  UNITS_PER_PART: 8,
  /** and in all together. */
  UNITS: 9,
  /** Arguments before `from` and `to`; their values are doubles, ARGUMENTS bytes behind CONTROL. */
  ARGUMENT_COUNT: 10,
} as const;

/** Bytes from CONTROL to the arguments, and how many there may be. */
export const ARGUMENTS = 128;
export const MAX_ARGUMENTS = 64;

import type { Backend } from "../backend";
import { ITEM_SIZE, type DType } from "../dtype";
import { callStack } from "./call-stack";
import { getBackend } from "./current-backend";
import { observeStorages, statsOf, type MemoryStats, type Storage } from "./memory";

/** Buffers and bytes alive on `backend` (the current one when absent), and the most bytes ever alive. */
export function memoryStats(backend: Backend = getBackend()): MemoryStats {
  return statsOf(backend);
}

/** Memory that outlived the function that made it. */
export interface Leak {
  /** The op that made it. */
  readonly op: string;
  readonly dtype: DType;
  readonly bytes: number;
  /** Where it was made. */
  readonly stack: string;
}

/** Runs `fn`, sync or async, and lists the buffers made in it that are still held when it ends. */
export async function leakReport(fn: () => unknown): Promise<Leak[]> {
  const made: { storage: Storage; stack: string }[] = [];
  const stop = observeStorages((storage) => {
    made.push({ storage, stack: callStack() });
  });
  try {
    await fn();
  } finally {
    stop();
  }
  return made
    .filter(({ storage }) => storage.freedBy === undefined)
    .map(({ storage: { op, dtype, length }, stack }) => ({ op, dtype, bytes: length * ITEM_SIZE[dtype], stack }));
}

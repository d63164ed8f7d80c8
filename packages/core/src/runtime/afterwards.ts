import { isPromise } from "./scope";

/** Runs `fn`, sync or async, and `restore` when it has ended, however it ends. */
export function afterwards<T>(restore: () => void, fn: () => T): T {
  let result: T;
  try {
    result = fn();
  } catch (error) {
    restore();
    throw error;
  }
  if (isPromise(result)) return result.finally(restore) as T;
  restore();
  return result;
}

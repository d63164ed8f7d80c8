const INTERVAL_MS = 50;

/**
 * Says when the loop should read something back: reads let timers, signals and a page have their turn, and keep the
 * queue of a device short.
 */
export class Pulse {
  #last = performance.now();

  isDue(): boolean {
    const time = performance.now();
    if (time - this.#last < INTERVAL_MS) return false;
    this.#last = time;
    return true;
  }
}

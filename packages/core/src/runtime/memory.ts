import type { Backend, DeviceBuffer } from "../backend";
import { DisposedError } from "../errors";
import { ITEM_SIZE, type DType } from "../dtype";

/** Device memory held on one backend. */
export interface MemoryStats {
  /** Buffers that are alive. */
  readonly buffers: number;
  /** Bytes in them. */
  readonly bytes: number;
  /** The most bytes alive at any one time. */
  readonly peakBytes: number;
}

interface Counter {
  buffers: number;
  bytes: number;
  peakBytes: number;
}

/** What outlives a `Storage` that was dropped without being released: enough to give its buffer back. */
interface Claim {
  readonly backend: Backend;
  readonly dtype: DType;
  readonly length: number;
  /** Undefined when the collector frees the buffer itself. */
  readonly buffer: DeviceBuffer | undefined;
  settled: boolean;
}

/**
 * Small storages share one registration with the collector, which costs as much as a small op: each refers to the
 * token of its batch, and the claims of a batch are settled when its last storage is gone.
 */
interface Batch {
  readonly token: object;
  readonly claims: Claim[];
}

const BATCH_SIZE = 64;
const SMALL_BYTES = 2 ** 14;

const counters = /* @__PURE__ */ new WeakMap<Backend, Counter>();
let watcher: FinalizationRegistry<readonly Claim[]> | undefined;
let batch: Batch | undefined;

function counterOf(backend: Backend): Counter {
  let counter = counters.get(backend);
  if (!counter) counters.set(backend, (counter = { buffers: 0, bytes: 0, peakBytes: 0 }));
  return counter;
}

/** Has `claim` settled some time after `storage` is dropped. Gives what the storage must refer to until then. */
function watch(storage: Storage, claim: Claim): object | undefined {
  watcher ??= new FinalizationRegistry((claims) => claims.forEach(settle));
  if (claim.length * ITEM_SIZE[claim.dtype] > SMALL_BYTES) {
    watcher.register(storage, [claim]);
    return undefined;
  }
  if (!batch || batch.claims.length === BATCH_SIZE) {
    batch = { token: {}, claims: [] };
    watcher.register(batch.token, batch.claims);
  }
  batch.claims.push(claim);
  return batch.token;
}

function settle(claim: Claim): void {
  if (claim.settled) return;
  claim.settled = true;
  const counter = counterOf(claim.backend);
  const bytes = claim.length * ITEM_SIZE[claim.dtype];
  counter.buffers--;
  counter.bytes -= bytes;
  unreleased.bytes -= bytes;
  unreleased.buffers--;
  if (claim.buffer) claim.backend.free(claim.buffer, claim.dtype, claim.length);
}

/** What only the garbage collector can give back; `breathe` keeps it bounded. */
const unreleased = { bytes: 0, buffers: 0, bytesAtNudge: 0, buffersAtNudge: 0, guardedSinceBreath: 0 };
const NUDGE_BYTES = 128 * 2 ** 20;
const NUDGE_BUFFERS = 4096;
const NUDGE_MS = 1000;
const BREATHE_BUFFERS = 512;
const BREATHE_MS = 10;
let lastBreath = 0;
let lastNudge = 0;
/** Whether finalizers could run since the last nudge. */
let hadTurn = true;

/**
 * A buffer and the count of its holders: tensor handles, and the graph's saved values. At zero it is freed. One that
 * is dropped while held is freed by the garbage collector, if it is guarded.
 */
export class Storage {
  holders = 1;
  /** Why the buffer is gone. */
  freedBy: string | undefined;
  private claim: Claim | undefined;
  /** Held for the collector's sake only. */
  protected token: object | undefined;

  constructor(
    readonly backend: Backend,
    readonly dtype: DType,
    readonly length: number,
    readonly buffer: DeviceBuffer,
    /** The op that made it. */
    readonly op: string,
  ) {
    const counter = counterOf(backend);
    counter.buffers++;
    counter.bytes += length * ITEM_SIZE[dtype];
    if (counter.bytes > counter.peakBytes) counter.peakBytes = counter.bytes;
    if (observer) observer(this);
  }

  retain(): this {
    this.holders++;
    return this;
  }

  release(reason: string): void {
    if (--this.holders > 0 || this.freedBy !== undefined) return;
    this.freedBy = reason;
    const { claim } = this;
    if (claim) {
      if (claim.settled) return;
      claim.settled = true;
      unreleased.bytes -= claim.length * ITEM_SIZE[claim.dtype];
      unreleased.buffers--;
    }
    const counter = counterOf(this.backend);
    counter.buffers--;
    counter.bytes -= this.length * ITEM_SIZE[this.dtype];
    this.backend.free(this.buffer, this.dtype, this.length);
  }

  /** Lets the garbage collector free the buffer once nothing refers to this storage. */
  guard(): void {
    if (this.claim || this.freedBy !== undefined) return;
    const { backend, dtype, length } = this;
    const buffer = backend.caps.collectable ? undefined : this.buffer;
    this.claim = { backend, dtype, length, buffer, settled: false };
    this.token = watch(this, this.claim);
    unreleased.bytes += length * ITEM_SIZE[dtype];
    unreleased.buffers++;
    unreleased.guardedSinceBreath++;
    nudgeCollectorIfDue();
  }
}

export function disposedError(op: string, maker: string, reason: string): DisposedError {
  return new DisposedError(
    `${op}: this tensor (made by ${maker}) was freed by ${reason}. ` +
      `Read it earlier, return it from the scope, or take detach() or keep() of it there`,
  );
}

/**
 * Device bytes, and handles by the thousand, weigh nothing to the collector: the pressure of one large, untouched
 * ArrayBuffer makes it look for dropped handles (docs/adr/0002-memory.md).
 */
function nudgeCollectorIfDue(): void {
  const { bytes, buffers, bytesAtNudge, buffersAtNudge } = unreleased;
  if (bytes <= bytesAtNudge + NUDGE_BYTES && buffers <= buffersAtNudge + NUDGE_BUFFERS) {
    if (bytes < bytesAtNudge) unreleased.bytesAtNudge = bytes;
    if (buffers < buffersAtNudge) unreleased.buffersAtNudge = buffers;
    return;
  }
  // A loop without a turn of the event loop gains nothing from a collection.
  if (!hadTurn && Date.now() - lastNudge < NUDGE_MS) return;
  unreleased.bytesAtNudge = bytes;
  unreleased.buffersAtNudge = buffers;
  lastNudge = Date.now();
  lastBreath = 0;
  hadTurn = false;
  void new ArrayBuffer(NUDGE_BYTES);
}

/**
 * Gives the event loop a turn when reads alone kept it from one: finalizers, timers and signals do not run between
 * microtasks.
 */
export function breathe(): Promise<void> | undefined {
  const time = performance.now();
  if (time - lastBreath < BREATHE_MS && unreleased.guardedSinceBreath < BREATHE_BUFFERS) return undefined;
  lastBreath = time;
  unreleased.guardedSinceBreath = 0;
  hadTurn = true;
  return new Promise(afterOtherTasks);
}

/** Of a browser's message channel, which Node's types do not describe. */
interface BrowserChannel {
  readonly port1: { onmessage: () => void; close(): void };
  readonly port2: { postMessage(message: undefined): void };
}

function afterOtherTasks(resolve: () => void): void {
  if (typeof setImmediate === "function") {
    setImmediate(resolve);
    return;
  }
  // Browsers hold back nested timers for 4 ms, messages not at all.
  const { port1, port2 } = new MessageChannel() as unknown as BrowserChannel;
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(undefined);
}

/** Buffers and bytes alive on `backend`, and the peak. */
export function statsOf(backend: Backend): MemoryStats {
  return { ...counterOf(backend) };
}

let observer: ((storage: Storage) => void) | undefined;

/** Calls `fn` for every storage made until the returned function is called. */
export function observeStorages(fn: (storage: Storage) => void): () => void {
  const before = observer;
  observer = fn;
  return () => {
    observer = before;
  };
}

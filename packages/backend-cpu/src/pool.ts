import { BackendError, type DType, hostArray, ITEM_SIZE, type TypedArray } from "@nn/core";

/** Bytes of freed buffers kept for reuse. */
const CAPACITY = 2 ** 28;

/** Below this many bytes the engine allocates faster than any list. */
const SMALL = 64;

/** Lengths are rounded up to one of four per octave, so that nearly equal ones share a list and waste stays below a fifth. */
export function sizeClass(length: number): number {
  const unit = 2 ** Math.max(0, 29 - Math.clz32(length));
  return Math.ceil(length / unit) * unit;
}

/** Typed arrays that are handed out again after use, last freed first. */
export class Pool {
  readonly #lists = new Map<string, TypedArray[]>();
  readonly #idle = new Set<object>();
  #bytes = 0;
  #disposed = false;

  allocate(dtype: DType, length: number): TypedArray {
    if (this.#disposed) throw new BackendError("cpu: the backend was disposed");
    const bytes = length * ITEM_SIZE[dtype];
    if (bytes <= SMALL) return hostArray(dtype, length);
    const size = sizeClass(length);
    const idle = this.#lists.get(dtype + size)?.pop();
    if (idle) {
      this.#idle.delete(idle);
      this.#bytes -= idle.byteLength;
      return idle;
    }
    try {
      // Offsets are 32-bit integers.
      if (length < 2 ** 31) return hostArray(dtype, size);
    } catch {}
    this.#clear();
    throw new BackendError(`cpu: cannot allocate ${bytes} bytes for ${length} elements of ${dtype}`);
  }

  free(buffer: TypedArray, dtype: DType): void {
    const { byteLength, length } = buffer;
    if (this.#disposed || byteLength <= SMALL || length !== sizeClass(length) || this.#idle.has(buffer)) return;
    if (this.#bytes + byteLength > CAPACITY) this.#clear();
    if (byteLength > CAPACITY) return;
    const key = dtype + length;
    const list = this.#lists.get(key);
    if (list) list.push(buffer);
    else this.#lists.set(key, [buffer]);
    this.#idle.add(buffer);
    this.#bytes += byteLength;
  }

  dispose(): void {
    this.#disposed = true;
    this.#clear();
  }

  #clear(): void {
    this.#lists.clear();
    this.#idle.clear();
    this.#bytes = 0;
  }
}

import { BackendError, type DType, hostArray, ITEM_SIZE, type TypedArray } from "@nn/core";

/** Bytes of idle buffers kept for reuse. */
const CAPACITY = 2 ** 28;

/** Up to this many bytes the engine allocates faster than a list can be searched. */
const SMALL = 64;

/** Typed arrays that are handed out again after use, the last freed first. */
export interface Pool {
  allocate(dtype: DType, length: number): TypedArray;
  free(buffer: TypedArray, dtype: DType): void;
  dispose(): void;
}

/** `length` rounded up to one of four per octave, so that nearly equal lengths share a list. */
export function sizeClass(length: number): number {
  const unit = 2 ** Math.max(0, 29 - Math.clz32(length));
  return Math.ceil(length / unit) * unit;
}

export function createPool(): Pool {
  const lists = new Map<DType, Map<number, TypedArray[]>>();
  // Makes a second `free` of one buffer harmless.
  const idle = new Set<TypedArray>();
  let idleBytes = 0;
  let disposed = false;

  const clear = (): void => {
    lists.clear();
    idle.clear();
    idleBytes = 0;
  };

  return {
    allocate(dtype, length) {
      if (disposed) throw new BackendError("cpu: the backend was disposed");
      const bytes = length * ITEM_SIZE[dtype];
      if (bytes <= SMALL) return hostArray(dtype, length);
      const size = sizeClass(length);
      const buffer = lists.get(dtype)?.get(size)?.pop();
      if (buffer) {
        idle.delete(buffer);
        idleBytes -= buffer.byteLength;
        return buffer;
      }
      try {
        // Kernels keep offsets in 32-bit integers.
        if (length < 2 ** 31) return hostArray(dtype, size);
      } catch {
        clear();
      }
      throw new BackendError(`cpu: cannot allocate ${bytes} bytes`);
    },

    free(buffer, dtype) {
      const { byteLength, length } = buffer;
      if (disposed || byteLength <= SMALL || byteLength > CAPACITY || idle.has(buffer)) return;
      if (idleBytes + byteLength > CAPACITY) clear();
      let sizes = lists.get(dtype);
      if (!sizes) lists.set(dtype, (sizes = new Map()));
      const list = sizes.get(length);
      if (list) list.push(buffer);
      else sizes.set(length, [buffer]);
      idle.add(buffer);
      idleBytes += byteLength;
    },

    dispose() {
      disposed = true;
      clear();
    },
  };
}

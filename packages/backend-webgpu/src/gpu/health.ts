import { BackendError } from "@nn/core";

const REMEDY = "the tensors on it are gone: `await backend.restore()`, then load the model from its state dict";

/** What went wrong with a device: each error is told once, by the next read. */
export class Health {
  /** Why the device cannot be used any more. */
  lost: BackendError | undefined;
  /** Rejects when the device is lost. */
  readonly whenLost: Promise<never>;
  private failure: string | undefined;

  constructor(readonly device: GPUDevice) {
    this.whenLost = device.lost.then(({ reason, message }) => {
      this.lost ??= new BackendError(`webgpu: the device was lost (${message || reason}); ${REMEDY}`);
      throw this.lost;
    });
    // Told by the reads that wait for it.
    this.whenLost.catch(() => {});
    device.addEventListener("uncapturederror", (event) => {
      this.fail((event as GPUUncapturedErrorEvent).error.message);
    });
  }

  /** Keeps an error for the next read; the first of several is the cause of the others. */
  fail(message: string): void {
    this.failure ??= message;
  }

  /** Throws what was kept. */
  tell(): void {
    const { failure } = this;
    if (failure === undefined) return;
    this.failure = undefined;
    throw new BackendError(`webgpu: ${failure}`);
  }

  /** Throws when the device is gone, or when memory lies on another one. */
  check(op: string, memory: { readonly device: GPUDevice } = this): void {
    if (this.lost) throw this.lost;
    if (memory.device !== this.device) throw new BackendError(`${op}: the tensor's device was lost; ${REMEDY}`);
  }
}

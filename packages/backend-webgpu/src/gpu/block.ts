/** A piece of device memory. */
export interface Block {
  readonly id: number;
  readonly buffer: GPUBuffer;
  /** Bytes. */
  readonly size: number;
  /** The device that it lies on. */
  readonly device: GPUDevice;
  /** The last batch of work that uses it. */
  lastUse: number;
  free: boolean;
  /** The first op that used it. */
  madeFor: string;
}

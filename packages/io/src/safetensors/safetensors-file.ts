import type { Tensor } from "@nn/core";
import { quote } from "../quote";
import type { SafetensorsDType } from "./dtypes";
import { SafetensorsError, readError } from "./error";
import type { HeaderEntry } from "./header";
import type { RawTensor } from "./raw-tensor";
import type { Shard } from "./shard";
import { toTensor } from "./to-tensor";

/** What is known of a tensor before it is read. */
export interface TensorInfo {
  readonly dtype: SafetensorsDType;
  readonly shape: readonly number[];
}

/** Where a tensor is. */
export interface StoredTensor {
  readonly shard: Shard;
  readonly entry: HeaderEntry;
}

/** A safetensors file, or a folder of shards, from which tensors are read one by one. `openSafetensors` makes it. */
export class SafetensorsFile {
  /** Names, dtypes and shapes of what it holds, in its order. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly #stored: ReadonlyMap<string, StoredTensor>;
  #closed = false;

  /** @internal */
  constructor(
    private readonly path: string | URL,
    /** Free text that the file (of several, the index) carries. Without a prototype. */
    readonly metadata: Readonly<Record<string, string>>,
    stored: ReadonlyMap<string, StoredTensor>,
    private readonly shards: readonly Shard[],
  ) {
    this.#stored = stored;
    this.tensors = new Map([...stored].map(([name, { entry }]) => [name, { dtype: entry.dtype, shape: entry.shape }]));
  }

  /** Reads one tensor, converted as `loadSafetensors` does. */
  async tensor(name: string): Promise<Tensor> {
    const raw = await this.raw(name);
    try {
      return toTensor(name, raw);
    } catch (cause) {
      throw readError(this.path, cause);
    }
  }

  /** Reads the bytes of one tensor. */
  async raw(name: string): Promise<RawTensor> {
    const where = quote(String(this.path));
    if (this.#closed) throw new SafetensorsError(`${where}: the file was closed, open it again to read from it`);
    const stored = this.#stored.get(name);
    if (stored === undefined) {
      const names = [...this.#stored.keys()].slice(0, 5).map(quote).join(", ");
      throw new SafetensorsError(
        `${where}: there is no tensor ${quote(name)} among its ${this.#stored.size}${names && `, such as ${names}`}`,
      );
    }
    return await stored.shard.read(stored.entry);
  }

  /** Lets go of the files; closing again does nothing. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all(this.shards.map((shard) => shard.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

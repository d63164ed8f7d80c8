// What is used here of WebAssembly's JavaScript interface: TypeScript describes it only with all else of the browser.

export interface Memory {
  /** Another object, and another length, after `grow`. */
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** A compiled module. */
export interface Module {
  readonly compiled?: never;
}

interface WebAssemblyInterface {
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<Module>;
  readonly Instance: new (
    module: Module,
    imports: Readonly<Record<string, object>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (size: { initial: number; maximum: number; shared: boolean }) => Memory;
}

export const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyInterface };

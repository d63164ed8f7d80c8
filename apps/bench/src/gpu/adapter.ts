/** What an adapter says of itself. */
export interface AdapterFacts {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly features: readonly string[];
}

/** Has every library get the same adapter, whatever it asks for: the one that the runtime prefers for speed. */
export function shareAdapter(gpu: GPU): void {
  const request = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = (options) => request({ ...options, powerPreference: "high-performance" });
}

export async function adapterFacts(gpu: GPU | undefined): Promise<AdapterFacts | undefined> {
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return undefined;
  const { vendor, architecture, description } = adapter.info;
  return { vendor, architecture, description, features: [...adapter.features].toSorted() };
}

/** One line: "mesa llvmpipe … (description)". */
export function adapterLine({ vendor, architecture, description }: AdapterFacts): string {
  const parts = [vendor, architecture].filter((part) => part !== "");
  return `${parts.join(" ") || "unnamed"}${description === "" ? "" : ` (${description})`}`;
}

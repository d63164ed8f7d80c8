/** @type {import("tsup").Options} */
const shared = {
  target: "es2022",
  clean: true,
  // tsup strips the "node:" prefix unless told not to.
  removeNodeProtocol: false,
};

/**
 * A published package: ESM and CommonJS with types, every dependency left as an import.
 * @type {import("tsup").Options}
 */
export const library = {
  ...shared,
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  // Declarations are made against what the dependencies ship, not against their sources.
  dts: { compilerOptions: { customConditions: [] } },
};

/**
 * A command-line program: one ESM file.
 * @type {import("tsup").Options}
 */
export const program = { ...shared, entry: ["src/main.ts"], format: ["esm"] };

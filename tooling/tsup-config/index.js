import { defineConfig } from "tsup";

const shared = {
  target: "es2022",
  clean: true,
  // tsup strips the "node:" prefix unless told not to.
  removeNodeProtocol: false,
};

/** A published package: ESM and CommonJS with types, every dependency left as an import. */
export const library = defineConfig({
  ...shared,
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  // Declarations are made against what the dependencies ship, not against their sources.
  dts: { compilerOptions: { customConditions: [] } },
});

/** A command-line program: one ESM file. */
export const program = defineConfig({ ...shared, entry: ["src/main.ts"], format: ["esm"] });

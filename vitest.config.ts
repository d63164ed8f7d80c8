import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { TotalsReporter } from "./tooling/vitest-config/totals-reporter.ts";

// Inside the workspace packages resolve to each other's sources, so tests need no build.
const conditions = ["@nn/source"];

const projects = ["packages", "apps", "tooling"]
  .flatMap((group) => readdirSync(new URL(group, import.meta.url)).map((name) => `${group}/${name}`))
  .filter((root) => existsSync(new URL(`${root}/test`, import.meta.url)));

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ["default", new TotalsReporter()],
    projects: projects.map((root) => ({
      extends: true,
      root,
      test: { name: root.slice(root.indexOf("/") + 1), include: ["test/**/*.test.ts"] },
    })),
  },
});

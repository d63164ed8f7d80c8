import { existsSync, readdirSync } from "node:fs";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findChromium } from "./tooling/vitest-config/find-chromium.js";
import { TotalsReporter } from "./tooling/vitest-config/totals-reporter.ts";

// Inside the workspace packages resolve to each other's sources, so tests need no build.
const conditions = ["@nn/source"];

const members = ["packages", "apps", "tooling"].flatMap((group) =>
  readdirSync(new URL(group, import.meta.url)).map((name) => `${group}/${name}`),
);
// What is compiled from other languages is part of the sources.
for (const root of members) {
  const compile = new URL(`${root}/compile.js`, import.meta.url);
  if (existsSync(compile)) await import(compile.href);
}

const inNode = members.filter((root) => existsSync(new URL(`${root}/test`, import.meta.url)));
const inBrowser = members.filter((root) => existsSync(new URL(`${root}/test/conformance.test.ts`, import.meta.url)));

const executablePath = findChromium();
// An object for each project, since vitest writes the project's name into it.
const chromium = () => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  instances: [{ browser: "chromium" as const }],
  provider: playwright({ launchOptions: { executablePath, args: ["--no-sandbox", "--enable-unsafe-webgpu"] } }),
});

// Threads need shared memory, which browsers give to isolated pages only.
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Generous, because a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", new TotalsReporter()],
    projects: [
      ...inNode.map((root) => ({
        extends: true as const,
        root,
        test: { name: root.slice(root.indexOf("/") + 1), include: ["test/**/*.test.ts"] },
      })),
      ...(executablePath === undefined ? [] : inBrowser).map((root) => ({
        extends: true as const,
        root,
        server: { headers: isolation },
        test: {
          name: `${root.slice(root.indexOf("/") + 1)} in Chromium`,
          include: ["test/conformance.test.ts"],
          browser: chromium(),
        },
      })),
    ],
  },
});

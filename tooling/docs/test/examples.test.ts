import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";

const root = join(import.meta.dirname, "../../..");
const scratch = join(import.meta.dirname, "generated");

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/README.md`),
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
].filter((page) => page.endsWith(".md") && existsSync(join(root, page)));

/** Every TypeScript block of a page that is a program of its own. */
function programs(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
}

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each(pages.map((page) => [page, programs(page)] as const).filter(([, code]) => code.length > 0))(
  "%s",
  (page, examples) => {
    it.each(examples.map((code, i) => [i + 1, code] as const))(
      "example %i prints what it says",
      async (i, code) => {
        mkdirSync(scratch, { recursive: true });
        const file = join(scratch, `${relative(root, page).replaceAll(/[^\w]/g, "-")}-${i}.ts`);
        writeFileSync(file, code);
        const printed: string[] = [];
        const log = vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
          printed.push(values.map((v) => (typeof v === "string" ? v : JSON.stringify(v))).join(" "));
        });
        try {
          await import(/* @vite-ignore */ file);
        } finally {
          log.mockRestore();
        }
        // A comment behind console.log(...) is the expected output.
        const expected = [...code.matchAll(/console\.log\(.*\);\s*\/\/ (.*)$/gm)].map(([, text]) => text);
        const normalize = (text: string): string => text.replaceAll(/\s/g, "");
        expect(printed.map(normalize)).toEqual(expect.arrayContaining(expected.map(normalize)));
      },
      60_000,
    );
  },
);

const quotations = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/```ts file=(\S+)\n([\s\S]*?)```/g)].map(([, path, code]) => ({ page, path, code }));
});

it.each(quotations)("$page quotes $path as it is", ({ path, code }) => {
  expect(code).toBe(readFileSync(join(root, path), "utf8"));
});

it("finds the README's program", () => {
  expect(programs("README.md").length).toBeGreaterThan(0);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LESSONS } from "../src/lessons";
import { lessons, temporaryFolder } from "./run-lessons";

const SOURCES = join(import.meta.dirname, "../src/lessons");

describe.each(LESSONS.map((lesson, i) => ({ number: i + 1, ...lesson })))(
  "lesson $number, $name",
  ({ number, name }) => {
    const prefix = `${String(number).padStart(2, "0")}-${name}`;

    it("runs, and its numbers are what it says", async () => {
      const folder = temporaryFolder();
      const { code, out, err } = await lessons([String(number), "--pictures", folder]);
      expect(err).toBe("");
      expect(code).toBe(0);
      // Every lesson checks something, ends with ideas, and tells which file it is.
      expect(out).toMatch(/ ✓$/m);
      expect(out).toMatch(/^Try it\n→ /m);
      expect(readdirSync(SOURCES)).toContain(`${prefix}.ts`);
      expect(out).toContain(`apps/lessons/src/lessons/${prefix}.ts`);
      expect(out).not.toMatch(/^ {4}.*NaN|undefined|\[object/m);

      const pictures = readdirSync(folder);
      expect(out.match(/^ {4}picture: /gm) ?? []).toHaveLength(pictures.length);
      for (const file of pictures) {
        expect(file).toMatch(new RegExp(`^${prefix}-[a-z-]+\\.svg$`));
        expectWellFormed(readFileSync(join(folder, file), "utf8"));
      }
    });
  },
);

it("knows every lesson that has a file", () => {
  const files = readdirSync(SOURCES).filter((file) => /^\d/.test(file));
  expect(files).toHaveLength(LESSONS.length);
});

/** An svg element whose tags are closed in order, without numbers that are none. */
function expectWellFormed(svg: string): void {
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  const open: string[] = [];
  for (const [, closing, tag, alone] of svg.matchAll(/<(\/?)([a-z][\w-]*)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/gi)) {
    if (closing) expect(tag).toBe(open.pop());
    else if (!alone) open.push(tag);
  }
  expect(open).toEqual([]);
  // Nothing that looks like a tag was passed over.
  expect(svg.replaceAll(/<\/?[a-z][\w-]*(?:\s+[\w:-]+="[^"<]*")*\s*\/?>/gi, "")).not.toMatch(/[<>]/);
}

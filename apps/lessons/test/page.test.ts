import { Writable } from "node:stream";
import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { LESSONS } from "../src/lessons";
import { formatNumber, formatValue } from "../src/page/format";
import { Page } from "../src/page/page";
import { layOutProse } from "../src/page/prose";
import { formatTable } from "../src/page/table";
import { lessons } from "./run-lessons";

beforeAll(() => setBackend(cpu()));

function blankPage(): { page: Page; text: () => string } {
  let text = "";
  const stdout = new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      text += chunk;
      done();
    },
  });
  const page = new Page({ io: { stdout, stderr: stdout }, prefix: "00-test", pictures: "" });
  return { page, text: () => text };
}

describe("check", () => {
  it("takes what is close enough, and prints it", async () => {
    const { page, text } = blankPage();
    await page.check("a", 1.004, 1, 0.005);
    await page.check(
      "b",
      tensor([
        [1, 2],
        [3, 4],
      ]),
      [
        [1, 2],
        [3, 4],
      ],
      0,
    );
    expect(text()).toMatch(/^ {4}a +1\.004 {2}✓\n {4}b +\[1 {2}2\]\n +\[3 {2}4\] {2}✓\n$/);
  });

  it.each([
    ["a number that is off", 1.006, 1, 0.005],
    ["NaN", Number.NaN, 1, 100],
    ["NaN on both sides", Number.NaN, Number.NaN, 1],
    ["one of several", [1, 2, 3], [1, 2, 4], 0.5],
    ["a number too few", [1, 2], [1, 2, 3], 1],
    ["another nesting", [[1, 2]], [1, 2], 1],
    ["a vector for a number", [1], 1, 1],
  ])("throws for %s", async (_, actual, expected, tolerance) => {
    const { page, text } = blankPage();
    await expect(page.check("this one", actual, expected, tolerance)).rejects.toThrow(
      /^this one is .*, expected .* ± /,
    );
    expect(text()).toBe("");
  });

  it("throws for a claim that does not hold", () => {
    const { page } = blankPage();
    expect(() => page.claim("black is white", false)).toThrow("this does not hold: black is white");
  });
});

it("a wrong number ends the program with 1, naming the lesson and the number", async () => {
  const [first] = LESSONS;
  const planted = {
    ...first,
    run: (page: Page) => page.check("x.grad of x² at 3", tensor(6.5), 6, 0.1),
  };
  (LESSONS as unknown[])[0] = planted;
  onTestFinished(() => void ((LESSONS as unknown[])[0] = first));
  const { code, err } = await lessons(["1"]);
  expect(err).toBe("lessons: lesson 1, derivatives: x.grad of x² at 3 is 6.5, expected 6 ± 0.1\n");
  expect(code).toBe(1);
});

describe("layout", () => {
  it("wraps prose, keeps formulas, and hangs lists", () => {
    const text = `
      one two three
      four five

        z = w · x
          + b

      - six seven eight nine
      - ten
    `;
    expect(layOutProse(text, 14)).toBe(
      "one two three\nfour five\n\n    z = w · x\n      + b\n\n- six seven\n  eight nine\n- ten",
    );
  });

  it("writes numbers with four digits", () => {
    expect([0.81757, 1.5, -0.01359999, 0, 1e-7, 123456, 12345.6, 2.5e10, -Infinity].map(formatNumber)).toEqual([
      "0.8176",
      "1.5",
      "−0.0136",
      "0",
      "1e−7",
      "123456",
      "12350",
      "2.5e10",
      "−Infinity",
    ]);
  });

  it("aligns matrices and tables", () => {
    expect(
      formatValue([
        [1, -10],
        [100, 2],
      ]),
    ).toEqual(["[  1  −10]", "[100    2]"]);
    expect(formatValue([[[1], [2]]])).toEqual(["[[[1], [2]]]"]);
    expect(
      formatTable(
        ["name", "n"],
        [
          ["a", 1],
          ["long name", 20],
        ],
      ),
    ).toBe("name         n\n──────────────\na            1\nlong name   20");
  });
});

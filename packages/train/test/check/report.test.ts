import { describe, expect, it } from "vitest";
import { createReport, type SanityLine } from "../../src/check/report";

const line = (verdict: SanityLine["verdict"], rest: Partial<SanityLine> = {}): SanityLine => ({
  section: "inputs",
  name: "range",
  verdict,
  finding: "from 0 to 1",
  ...rest,
});

describe("the report", () => {
  it("is fine unless there is a problem", () => {
    expect(createReport([line("ok"), line("warning"), line("skipped")]).ok).toBe(true);
    expect(createReport([line("ok"), line("problem")]).ok).toBe(false);
  });

  it("is a table with the hint below its line", () => {
    const report = createReport([
      line("ok"),
      line("problem", { section: "loss", name: "start", finding: "it is NaN", hint: "see above" }),
    ]);
    expect(String(report)).toBe(
      [
        "sanity check: 1 problem, 0 warnings",
        "",
        "inputs",
        "  ok       range           from 0 to 1",
        "",
        "loss",
        "  problem  start           it is NaN",
        "                           hint: see above",
      ].join("\n"),
    );
  });

  it("fits 100 columns, whatever the text", () => {
    const text = `${"several words of usual length ".repeat(12)}${"x".repeat(250)} end`;
    const table = String(createReport([line("warning", { finding: text, hint: text })]));
    for (const row of table.split("\n")) expect(row.length).toBeLessThanOrEqual(100);
    expect(table.replaceAll(/\s/g, "")).toContain(`${"severalwordsofusuallength".repeat(12)}${"x".repeat(250)}end`);
  });
});

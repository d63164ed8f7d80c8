import { ArgumentError } from "@nn/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvError, type CsvOptions, type CsvTable, DataError, parseCsv } from "../../src/index";

const column = (table: CsvTable, name: string) => Array.from(table.column(name).data);

describe("parseCsv", () => {
  it("reads numbers and categories by name", async () => {
    const text = "sepal,species,petal\n5.1, setosa ,1e-1\n-7,virginica,+.25\r\n6.,setosa,3\n\n";
    const table = await parseCsv(text, { categorical: ["species"] });
    expect(table.columns).toEqual(["sepal", "species", "petal"]);
    expect(table.length).toBe(3);
    expect(table.column("sepal")).toEqual({ data: Float32Array.of(5.1, -7, 6), shape: [3] });
    expect(table.column("species")).toEqual({ data: Int32Array.of(0, 1, 0), shape: [3] });
    expect(table.categories).toEqual({ species: ["setosa", "virginica"] });
    expect(table.matrix(["petal", "sepal"])).toEqual({
      data: Float32Array.of(0.1, 5.1, 0.25, -7, 3, 6),
      shape: [3, 2],
    });
    expect(table.matrix(["species"])).toEqual({ data: Float32Array.of(0, 1, 0), shape: [3, 1] });
    expect(table.matrix(undefined, { oneHot: true })).toEqual({
      data: Float32Array.of(5.1, 1, 0, 0.1, -7, 0, 1, 0.25, 6, 1, 0, 3),
      shape: [3, 4],
    });
  });

  it.each<[string, string, CsvOptions, string[], number[]]>([
    ["other delimiters", "a;b\n1;2", { delimiter: ";" }, ["a", "b"], [1, 2]],
    ["tabs", "a\tb\n1\t2", { delimiter: "\t" }, ["a", "b"], [1, 2]],
    ["no header", "1,2\n3,4", { header: false }, ["0", "1"], [1, 2, 3, 4]],
    ["names in place of a header", "1,2", { header: ["x", "y"] }, ["x", "y"], [1, 2]],
    ["some columns, in their order", "a,b,c\n1,no number,3", { columns: ["c", "a"] }, ["c", "a"], [3, 1]],
    ["quoted fields", '"a,1","b ""x""\n2"\n"1","2"', {}, ["a,1", 'b "x"\n2'], [1, 2]],
    ["a byte order mark", "\ufeffa\n1", {}, ["a"], [1]],
    ["line ends of old", "a\r1\r2", {}, ["a"], [1, 2]],
    ["a single cell", "7", { header: false }, ["0"], [7]],
    ["names of prototypes", "__proto__,constructor\n1,2", {}, ["__proto__", "constructor"], [1, 2]],
  ])("reads %s", async (_, text, options, names, values) => {
    const table = await parseCsv(text, options);
    expect(table.columns).toEqual(names);
    expect([...table.matrix().data]).toEqual(values);
  });

  it("gives other files the same categories", async () => {
    const train = await parseCsv("c,x\nred,1\ngreen,2", { categorical: ["c"] });
    const categories = JSON.parse(JSON.stringify(train.categories)) as typeof train.categories;
    const test = await parseCsv("x,c\n3,green\n4,green", { categories });
    expect(column(test, "c")).toEqual([1, 1]);
    expect(test.categories).toEqual(train.categories);
    await expect(parseCsv("c,x\nred,1\nblue,2", { categories })).rejects.toThrow(
      'line 3, column "c": "blue" is none of the 2 categories of the column',
    );
  });

  it("keeps categories of a column called __proto__", async () => {
    const train = await parseCsv("__proto__\na\nb", { categorical: ["__proto__"] });
    expect(Object.getPrototypeOf(train.categories)).toBe(Object.prototype);
    const test = await parseCsv("__proto__\nb", { categories: train.categories });
    expect(column(test, "__proto__")).toEqual([1]);
    expect(({} as Record<string, unknown>)[0]).toBe(undefined);
  });
});

describe("missing values", () => {
  const text = "a,b,c\n1,x,10\nNA,y,\n3,,nan\n5,x,20";
  const options: CsvOptions = { categorical: ["b"] };

  it("are refused unless a policy is given", async () => {
    await expect(parseCsv(text, options)).rejects.toThrow('line 3, column "a": the value is missing; onMissing can be');
  });

  it("drop their row", async () => {
    const table = await parseCsv(text, { ...options, onMissing: "drop" });
    expect([...table.matrix().data]).toEqual([1, 0, 10, 5, 0, 20]);
    // Categories that only dropped rows have do not count.
    expect(table.categories).toEqual({ b: ["x"] });
    expect(table.fills).toEqual({});
  });

  it("drop their row for the columns that are read alone", async () => {
    const table = await parseCsv(text, { columns: ["a"], onMissing: "drop" });
    expect(column(table, "a")).toEqual([1, 3, 5]);
  });

  it("take the mean of the column, and that of another file", async () => {
    const table = await parseCsv(text, { ...options, onMissing: { a: "mean", b: { fill: "y" }, c: "mean" } });
    expect(column(table, "a")).toEqual([1, 3, 3, 5]);
    expect(column(table, "b")).toEqual([0, 1, 1, 0]);
    expect(column(table, "c")).toEqual([10, 15, 15, 20]);
    expect(table.fills).toEqual({ a: { fill: 3 }, b: { fill: "y" }, c: { fill: 15 } });
    const onMissing = JSON.parse(JSON.stringify(table.fills)) as typeof table.fills;
    const test = await parseCsv("c,b,a\n,,\n7,x,8", { categories: table.categories, onMissing });
    expect([...test.matrix(["a", "b", "c"]).data]).toEqual([3, 1, 15, 8, 0, 7]);
  });

  it("take a value, and are what the markers say", async () => {
    const table = await parseCsv("fill,b\n?,-\n1,NA2", {
      categorical: ["b"],
      missing: ["?", "-"],
      onMissing: { fill: { fill: 0.5 }, b: { fill: "none" } },
    });
    expect([...table.matrix().data]).toEqual([0.5, 0, 1, 1]);
    expect(table.categories).toEqual({ b: ["none", "NA2"] });
    expect([...(await parseCsv("a\nNA\n2", { onMissing: { fill: -1 } })).matrix().data]).toEqual([-1, 2]);
  });
});

describe("malformed CSV", () => {
  const cases: readonly [title: string, text: string, options: CsvOptions, message: RegExp][] = [
    ["nothing", "", {}, /^the file is empty$/],
    ["blank lines", "\n \n", {}, /^the file is empty$/],
    ["a header alone", "a,b\n", {}, /^the file holds no rows below its header$/],
    ["names alone", "", { header: ["a"] }, /^the file holds no rows/],
    ["too few fields", "a,b\n1,2\n3", {}, /^line 3: expected 2 fields, got 1$/],
    ["too many fields", "a,b\n1,2,3", {}, /^line 2: expected 2 fields, got 3$/],
    ["text for a number", "a,b\n1,2\n\n3,x1", {}, /^line 4, column "b": expected a number, got "x1"$/],
    ["a hexadecimal number", "a\n0x10", {}, /expected a number, got "0x10"/],
    ["infinity", "a\nInfinity", {}, /expected a number, got "Infinity"/],
    ["a decimal comma", 'a\n"1,5"', {}, /expected a number, got "1,5"/],
    ["a number past float32", "a\n1e39", {}, /^line 2, column "a": "1e39" is too large for a float32$/],
    ["a number past float64", "a\n-1e999", {}, /"-1e999" is too large/],
    ["a long text", `a\n${"x".repeat(1000)}`, {}, /got "x{40}…"$/],
    ["headers that are the same", "a,b,a\n1,2,3", {}, /^line 1: columns 1 and 3 are both called "a"$/],
    ["a quote without end", 'a,b\n1,2\n3,"4\n5,6', {}, /^line 3: a quoted field has no end; inside quotes, a quote is written twice$/],
    ["text behind a quote", 'a,b\n"x\ny",2\n3,"4"5', { categorical: ["a"] }, /^line 4: text follows a quoted field/],
    ["an error behind a field of several lines", 'a,b\n"x\n\ny",2\n"z",y', { categorical: ["a"] }, /^line 5, column "b": expected a number, got "y"$/],
    ["rows that are all dropped", "a\nNA\nNA", { onMissing: "drop" }, /^every one of the 2 rows was dropped/],
    ["a mean of nothing", "a,b\nNA,1", { onMissing: "mean" }, /^column "a" has no values to take the mean of$/],
    ["a column that is not there", "a\n1", { columns: ["b"] }, /^columns names "b", which is no column: the file has \["a"\]$/],
    ["a categorical column that is not there", "a\n1", { categorical: ["toString"] }, /^categorical names "toString"/],
    ["categories of no column", "a\n1", { categories: { b: ["x"] } }, /^categories names "b"/],
    ["a policy for no column", "a\n1", { onMissing: { b: "drop" } }, /^onMissing names "b"/],
    ["columns named twice", "a\n1", { columns: ["a", "a"] }, /^columns: columns 1 and 2 are both called "a"/],
  ]; // oxfmt-ignore
  it.each(cases)("%s", async (_, text, options, message) => {
    const parsed = parseCsv(text, options);
    await expect(parsed).rejects.toThrow(CsvError);
    await expect(parsed).rejects.toThrow(message);
  });

  it.each<[CsvOptions, RegExp]>([
    [{ delimiter: "" }, /^parseCsv: delimiter must be one character that is no quote or line end, got ""/],
    [{ delimiter: ", " }, /delimiter must be one character/],
    [{ delimiter: '"' }, /delimiter must be one character/],
    [{ delimiter: "\n" }, /delimiter must be one character/],
    [{ columns: [] }, /columns names no column/],
    [{ categorical: ["a"], onMissing: "mean" }, /categories have no mean/],
    [{ categories: { a: [] } }, /categories of column "a" must be a list of different texts/],
    [{ categories: { a: ["x", "x"] } }, /categories of column "a" must be/],
    [{ onMissing: "skip" as "drop" }, /onMissing of column "a" is "skip", expected "error", "drop", "mean" or \{ fill: value \}/],
    [{ onMissing: { a: {} as "drop" } }, /onMissing of column "a" is \{\}/],
    [{ onMissing: { fill: "x" } }, /onMissing fills column "a" with "x", expected a finite number/],
    [{ onMissing: { fill: NaN } }, /onMissing fills column "a" with null, expected a finite number/],
  ])("refuses the options %j", async (options, message) => {
    const parsed = parseCsv("a\n1", options);
    await expect(parsed).rejects.toThrow(ArgumentError);
    await expect(parsed).rejects.toThrow(message);
  }); // oxfmt-ignore

  it("refuses what is no text, and columns that are not there", async () => {
    await expect(parseCsv(new Uint8Array(3) as never)).rejects.toThrow("parseCsv: expected a text, got object");
    const table = await parseCsv("a\n1");
    expect(() => table.column("b")).toThrow('CsvTable: there is no column "b", only ["a"]');
    expect(() => table.matrix(["__proto__"])).toThrow('there is no column "__proto__"');
  });

  it("reads back any table that is written with quotes", async () => {
    const cell = fc
      .string({ unit: fc.constantFrom("a", "é", " ", '"', ",", "\n", "1", "🙂"), maxLength: 5 })
      .map((text) => text.trim());
    const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.array(
        fc.array(
          cell.filter((text) => text !== ""),
          { minLength: width, maxLength: width },
        ),
        { minLength: 1, maxLength: 6 },
      ),
    );
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")).join("\r\n");
        const names = rows[0].map((_, i) => String(i));
        const read = await parseCsv(text, { header: false, categorical: names, missing: [] });
        const back = rows.map((_, i) => names.map((name) => read.categories[name][read.column(name).data[i]]));
        expect(back).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  it("gives a table or a DataError for any text", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "1", ",", '"', "\n", "\r", " ", "."), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (given, header) => {
        await parseCsv(given, { header, onMissing: "drop" }).catch((error: unknown) =>
          expect(error).toBeInstanceOf(DataError),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["digits that end in a letter", `a\n${"1".repeat(2_000_000)}x`],
    ["quotes", `a\n${'"'.repeat(2_000_001)}`],
    ["quotes and letters", `a\n${'"a'.repeat(1_000_000)}\n`],
    ["quotes, spaces and delimiters", `${'" ,'.repeat(700_000)}`],
    ["delimiters", ",".repeat(1_000_000)],
  ])("takes %s in no time", async (_, text) => {
    const start = performance.now();
    await expect(parseCsv(text)).rejects.toThrow(CsvError);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

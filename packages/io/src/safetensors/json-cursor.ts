import { SafetensorsError } from "./error";
import { quote } from "../quote";

const SHOWN = 24;
/** Up to the 16 digits of the largest safe integer; the limit keeps a file of digits from being matched whole. */
const SIZE = /(?:0|[1-9]\d{0,15})(?![\d.eE])/y;

/** Reads the few kinds of JSON values a header consists of, one after the other, and nothing else. */
export class JsonCursor {
  private position = 0;

  /** `source` is what errors call the text. */
  constructor(
    private readonly text: string,
    private readonly source = "header",
  ) {}

  /** Whether the next character is `char`, which is then stepped over. */
  take(char: string): boolean {
    this.skipSpace();
    if (this.text[this.position] !== char) return false;
    this.position++;
    return true;
  }

  expect(char: string, where: string): void {
    if (!this.take(char)) this.fail(where, quote(char));
  }

  expectEnd(where: string): void {
    this.skipSpace();
    if (this.position < this.text.length) this.fail(where, `the end of the ${this.source}`);
  }

  string(where: string, what: string): string {
    this.skipSpace();
    const start = this.position;
    if (this.text[start] !== '"') this.fail(where, what);
    let end = start + 1;
    let escaped = false;
    for (; this.text[end] !== '"'; end++) {
      if (end >= this.text.length) throw new SafetensorsError(`${where}: the ${this.source} ends inside of a string`);
      if (this.text[end] === "\\") {
        escaped = true;
        end++;
      } else if (this.text.charCodeAt(end) < 0x20) {
        throw new SafetensorsError(`${where}: bad JSON: a control character inside of a string`);
      }
    }
    this.position = end + 1;
    const value = escaped ? this.unescape(start, where) : this.text.slice(start + 1, end);
    // With the u flag a surrogate that is part of a pair does not match.
    if (/[\uD800-\uDFFF]/u.test(value)) throw new SafetensorsError(`${where}: bad JSON: an unpaired surrogate`);
    return value;
  }

  /** A non-negative integer without sign, fraction or exponent. */
  size(where: string, what: string): number {
    this.skipSpace();
    SIZE.lastIndex = this.position;
    const value = Number(SIZE.exec(this.text)?.[0] ?? NaN);
    if (!Number.isSafeInteger(value)) this.fail(where, what);
    this.position = SIZE.lastIndex;
    return value;
  }

  /** Steps over any value, in text that is known to be JSON. */
  skip(): void {
    let depth = 0;
    do {
      this.skipSpace();
      const char = this.text[this.position];
      if (char === '"') this.string(this.source, "a string");
      else {
        if (char === "{" || char === "[") depth++;
        if (char === "}" || char === "]") depth--;
        this.position++;
      }
    } while (depth > 0 && this.position < this.text.length);
    // What is left of a number or a word.
    while (/[\w.+-]/.test(this.text.charAt(this.position))) this.position++;
  }

  /** Reports that `expected` is not what comes next. */
  fail(where: string, expected: string): never {
    // Without control characters, which could take over a terminal.
    const rest = this.text.slice(this.position, this.position + SHOWN).replace(/\p{Cc}/gu, " ");
    const found = rest === "" ? `the end of the ${this.source}` : rest;
    throw new SafetensorsError(
      `${where}: expected ${expected}, found ${found} (${this.source} character ${this.position})`,
    );
  }

  private unescape(start: number, where: string): string {
    try {
      return JSON.parse(this.text.slice(start, this.position)) as string;
    } catch (cause) {
      throw new SafetensorsError(`${where}: bad JSON: a string with a bad escape`, { cause });
    }
  }

  private skipSpace(): void {
    while (isSpace(this.text.charCodeAt(this.position))) this.position++;
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

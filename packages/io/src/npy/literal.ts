import { quote } from "../quote";
import { NpyError } from "./error";

/** What a header's dictionary may hold: `descr` as text, `fortran_order`, `shape`. */
type Literal = string | boolean | readonly number[];

const SHOWN = 24;

/**
 * Reads `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`, and of Python's literals no more than such
 * headers consist of: text without escapes, `True` and `False`, tuples of non-negative integers.
 */
export function parseDictionary(text: string): Map<string, Literal> {
  const entries = new Map<string, Literal>();
  let position = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    if (found === null) return undefined;
    position = pattern.lastIndex;
    return found[1] ?? found[0];
  };
  const expect = (pattern: RegExp, what: string): string => {
    const found = match(pattern);
    if (found !== undefined) return found;
    const rest = text.slice(position).trimStart();
    throw new NpyError(`header: expected ${what}, found ${rest === "" ? "its end" : quote(rest.slice(0, SHOWN))}`);
  };

  const tuple = (): number[] => {
    const sizes: number[] = [];
    while (match(/\s*\)/y) === undefined) {
      // Python 2 wrote long integers with an L.
      const size = Number(expect(/\s*(0|[1-9]\d{0,15})(?=L?\s*[,)])L?/y, "a non-negative integer below 2^53"));
      if (!Number.isSafeInteger(size)) throw new NpyError(`header: size ${size} is too large, expected less than 2^53`);
      sizes.push(size);
      // A comma makes the difference between a tuple of one and a number in parentheses.
      if (match(/\s*,/y) === undefined) {
        if (sizes.length === 1) expect(/\s*,/y, "a comma: (3,) is a tuple, (3) is not");
        expect(/\s*\)/y, "a comma or )");
        break;
      }
    }
    return sizes;
  };
  const value = (): Literal => {
    const word = match(/\s*(True|False)\b/y);
    if (word !== undefined) return word === "True";
    if (match(/\s*\(/y) !== undefined) return tuple();
    if (match(/\s*\[/y) !== undefined) throw new NpyError("structured arrays (a dtype with fields) are not supported");
    return expect(/\s*(?:'[^'\\\n]*'|"[^"\\\n]*")/y, "text in quotes, True, False or a tuple")
      .trimStart()
      .slice(1, -1);
  };

  expect(/\s*\{/y, "{");
  while (match(/\s*\}/y) === undefined) {
    const key = expect(/\s*(?:'[^'\\\n]*'|"[^"\\\n]*")/y, "a key in quotes")
      .trimStart()
      .slice(1, -1);
    if (entries.has(key)) throw new NpyError(`header: ${quote(key)} stands there twice`);
    expect(/\s*:/y, "a colon");
    entries.set(key, value());
    if (match(/\s*,/y) === undefined) {
      expect(/\s*\}/y, "a comma or }");
      break;
    }
  }
  if (text.slice(position).trim() !== "") expect(/\s*$/y, "its end");
  return entries;
}

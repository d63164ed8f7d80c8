import { UsageError } from "./errors";

type Parser<T> = (text: string) => T;

/** Reads a whole number of at least `low`. */
export function integer(name: string, low: number): Parser<number> {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
    if (Number.isSafeInteger(value) && value >= low) return value;
    throw new UsageError(`${name} must be an integer of at least ${low}, got ${text}`);
  };
}

/** Reads a finite number above 0. */
export function positiveNumber(name: string): Parser<number> {
  return (text) => {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
    if (Number.isFinite(value) && value > 0) return value;
    throw new UsageError(`${name} must be a number above 0, got ${text}`);
  };
}

/** Reads one of a few words. */
export function oneOf<const T extends string>(name: string, words: readonly T[]): Parser<T> {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    throw new UsageError(`${name} must be ${words.join(" or ")}, got ${text}`);
  };
}

/** Takes any text but none. */
export function nonEmpty(name: string): Parser<string> {
  return (text) => {
    if (text !== "") return text;
    throw new UsageError(`${name} must not be empty`);
  };
}

/** Reads a number between 0 and 1. */
export function share(name: string): Parser<number> {
  return (text) => {
    const value = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
    if (value > 0 && value < 1) return value;
    throw new UsageError(`${name} must be a number between 0 and 1, such as 0.1, got ${text}`);
  };
}

/** Takes the name of a file of one of some formats. */
export function fileEnding(name: string, ...endings: readonly string[]): Parser<string> {
  return (text) => {
    if (endings.some((ending) => text.endsWith(`.${ending}`))) return text;
    throw new UsageError(`${name} must be a file called ….${endings.join(" or ….")}, got ${text}`);
  };
}

/** A state dict does not fit a module. The message lists everything that is wrong with it. */
export class StateDictError extends Error {
  override readonly name = "StateDictError";
  readonly missingKeys: readonly string[];
  readonly unexpectedKeys: readonly string[];
  readonly wrongShapes: readonly string[];

  constructor(owner: string, problems: Pick<StateDictError, "missingKeys" | "unexpectedKeys" | "wrongShapes">) {
    const { missingKeys, unexpectedKeys, wrongShapes } = problems;
    const lines = [
      ["missing keys", missingKeys],
      ["unexpected keys", unexpectedKeys],
      ["wrong shapes", wrongShapes],
    ] as const;
    const told = lines.filter(([, keys]) => keys.length > 0).map(([what, keys]) => `\n  ${what}: ${keys.join(", ")}`);
    super(`loadStateDict: the state dict does not fit this ${owner}:${told.join("")}`);
    this.missingKeys = missingKeys;
    this.unexpectedKeys = unexpectedKeys;
    this.wrongShapes = wrongShapes;
  }
}

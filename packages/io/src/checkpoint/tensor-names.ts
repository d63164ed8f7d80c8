/** Names for tensors, made of their paths in a tree. */
export class TensorNames {
  readonly #taken = new Set(["__metadata__"]);
  readonly #repeats = new Map<string, number>();

  /**
   * The keys joined by dots, which is PyTorch's name for a state's tensor. A name that is taken, since keys may contain
   * dots, is told apart by a number behind it.
   */
  unique(path: readonly string[]): string {
    // Half a surrogate pair is a JavaScript string and no text.
    const base = path.join(".").replace(/[\uD800-\uDFFF]/gu, "\uFFFD");
    let name = base;
    let repeats = this.#repeats.get(base) ?? 1;
    while (this.#taken.has(name)) name = `${base}#${++repeats}`;
    this.#repeats.set(base, repeats);
    this.#taken.add(name);
    return name;
  }
}

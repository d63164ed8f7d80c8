/** The order of two strings by code point, which is that of their UTF-8 bytes; `<` compares UTF-16 units instead. */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const p = a.charCodeAt(i);
    const q = b.charCodeAt(i);
    if (p === q) continue;
    if (isSurrogate(p) === isSurrogate(q)) return p - q;
    return isSurrogate(p) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800;
}

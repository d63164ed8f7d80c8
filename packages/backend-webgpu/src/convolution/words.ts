/** The words of a text: names of uniforms. */
export function words(text: string): string[] {
  return text.split(" ");
}

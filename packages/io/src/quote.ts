const LONGEST = 80;

/** Text from a file as it may appear in an error: quoted, escaped and cut to a length people can read. */
export function quote(text: string): string {
  return JSON.stringify(text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);
}

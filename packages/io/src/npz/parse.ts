import { NpyError } from "../npy/error";
import type { NpyArray } from "../npy/npy-array";
import { parseNpy } from "../npy/parse";
import { quote } from "../quote";
import { type LocatedMember, locateMembers } from "./locate-members";
import { readMember } from "./read-member";
import { ZipView } from "./zip-view";

const ENDING = ".npy";

/**
 * Reads an npz file held in memory: NumPy's arrays by name, which are copies. Names are plain keys and may be any text.
 * Throws an `NpyError` when any part of the archive is malformed and when a member is no npy file.
 */
export function parseNpz(source: ArrayBuffer | Uint8Array): Map<string, NpyArray> {
  const members = membersOf(source);
  return new Map([...members].map(([name, member]) => [name, readArray(member)]));
}

/** The members under the names that NumPy gives them: less their ".npy". */
export function membersOf(source: ArrayBuffer | Uint8Array): Map<string, LocatedMember> {
  const zip = new ZipView(source instanceof Uint8Array ? source : new Uint8Array(source));
  const members = new Map<string, LocatedMember>();
  for (const member of locateMembers(zip)) {
    const name = member.name.endsWith(ENDING) ? member.name.slice(0, -ENDING.length) : member.name;
    if (members.has(name)) throw new NpyError(`two members are called ${quote(name)}`);
    members.set(name, member);
  }
  return members;
}

export function readArray(member: LocatedMember): NpyArray {
  const bytes = readMember(member);
  try {
    return parseNpy(bytes);
  } catch (cause) {
    throw new NpyError(`member ${quote(member.name)}: ${(cause as Error).message}`, { cause });
  }
}

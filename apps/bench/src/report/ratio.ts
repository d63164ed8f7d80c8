import type { Verdict } from "../run/measure";
import { formatNumber } from "./format";

/** How many times faster we are than a peer; a lower bound where the peer did not end in time. */
export interface Ratio {
  readonly times: number;
  readonly atLeast: boolean;
}

/** The peer's time by ours, or undefined where one of them has none. */
export function ratioOf(own: Verdict | undefined, peer: Verdict | undefined): Ratio | undefined {
  if (own?.kind !== "measured") return undefined;
  if (peer?.kind === "measured") return { times: peer.ms / own.ms, atLeast: false };
  if (peer?.kind === "overtime") return { times: peer.moreThanMs / own.ms, atLeast: true };
  return undefined;
}

export function formatRatio(ratio: Ratio | undefined): string {
  if (!ratio) return "–";
  return `${ratio.atLeast ? "> " : ""}${formatNumber(ratio.times)}x`;
}

import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import { linearGroups } from "../wgsl/grid";
import type { NormLayout } from "./layout";

/** Invocations that share a chunk of a line. */
interface Team {
  readonly size: number;
  readonly perGroup: number;
  /** How many lanes on the next member of a team is. */
  readonly pitch: number;
}

/** How invocations walk the lines of a layout. */
export interface Frame {
  /** What texts depend on, for a program's key. */
  readonly flags: string;
  readonly along: NormLayout["along"];
  /** Lines of one element, side by side: a vector holds elements of four lines, not of one. */
  readonly isColumns: boolean;
  readonly isVector: boolean;
  readonly hasPieces: boolean;
  readonly team: Team;
  /** The storage type of one number. */
  readonly scalar: "f32" | "f16" | "i32" | "u32";
  /** Numbers in an element, in a parameter, in a total over a line. */
  readonly units: { readonly elements: number; readonly parameters: number; readonly totals: number };
  /** Chunks of a line. */
  readonly chunks: number;
  /** Teams: lines, or vectors of them, times chunks. */
  readonly teams: number;
  readonly groups: readonly [number, number, number];
  /** Values of `FRAME_UNIFORMS`. */
  readonly uniforms: readonly number[];
}

/** What a frame is made for: contiguous views by what each index of them stands for. */
interface Operands {
  readonly elements: readonly View[];
  readonly parameters?: readonly View[];
  readonly totals?: readonly View[];
}

/** `run` is how many neighbouring columns share what is read by the column. */
export function frameOf(gpu: Gpu, layout: NormLayout, operands: Operands, run = 4): Frame {
  const { along } = layout;
  const { elements, parameters = [], totals = [] } = operands;
  const isColumns = along === "line" && layout.length === 1 && layout.step === 1;
  const hasVectors = isColumns || along === "elements";
  const isVector =
    elements.every(isAligned) &&
    (!hasVectors || parameters.every(isAligned)) &&
    (isColumns ? totals.every(isAligned) && layout.lines % 4 === 0 && run % 4 === 0 : layout.length % 4 === 0);
  const unit = isVector ? 4 : 1;
  const wide = isColumns ? unit : 1;
  const lines = layout.lines / wide;
  const length = isColumns ? 1 : layout.length / unit;
  const total = layout.pieces * length;
  const hasPieces = layout.pieces > 1;
  const team = teamFor(gpu, isColumns, total);
  const { chunk, chunks } = chunksOf(gpu, lines, total, team.size);
  const scalar = storageType(elements[0].dtype);
  return {
    flags: `${scalar} ${isVector} ${isColumns} ${hasPieces} ${along} ${team.size}`,
    along,
    isColumns,
    isVector,
    hasPieces,
    team,
    scalar,
    units: { elements: unit, parameters: hasVectors ? unit : 1, totals: wide },
    chunks,
    teams: lines * chunks,
    groups: linearGroups(gpu, Math.ceil((lines * chunks) / team.perGroup)),
    uniforms: [
      lines,
      total,
      chunk,
      chunks,
      isColumns ? 1 : layout.step / unit,
      length,
      layout.stride / unit,
      Math.floor(team.size / length),
      team.size % length,
      layout.cycle / wide,
      along === "elements" ? layout.group / unit : layout.group,
    ],
  };
}

function isAligned({ offset }: View): boolean {
  return offset % 4 === 0;
}

/** Software adapters run one invocation per team: barriers cost them much. */
function teamFor({ isSoftware }: Gpu, isColumns: boolean, total: number): Team {
  if (isSoftware) return { size: 1, perGroup: 8, pitch: 1 };
  // Neighbouring lanes read neighbouring elements: of columns they are in different lines.
  if (isColumns) return { size: 8, perGroup: 32, pitch: 32 };
  return total <= 256 ? { size: 32, perGroup: 8, pitch: 1 } : { size: 256, perGroup: 1, pitch: 1 };
}

/** Few long lines are cut into chunks, as many as keep the device busy. */
function chunksOf({ isSoftware }: Gpu, lines: number, total: number, team: number): { chunk: number; chunks: number } {
  const wanted = Math.ceil((isSoftware ? 64 : 32768 / team) / lines);
  const most = Math.floor(total / (isSoftware ? 512 : team * 8));
  const chunk = Math.ceil(total / Math.max(1, Math.min(wanted, most, 64)));
  return { chunk, chunks: Math.ceil(total / chunk) };
}

import cliProgress from "cli-progress";
import { type Io, writeLine } from "./io";
import { Tally } from "./tally";

/** Shows how far a run is. A run goes through phases, such as epochs. */
export interface Progress {
  start(phase: string, images: number): void;
  /** Counts `images` more, of which `hits` were read right; `loss` is their mean. */
  advance(images: number, hits: number, loss?: number): void;
  finish(): void;
  /** Leaves the terminal as it was, also when a phase was cut short. */
  close(): void;
}

/** Enough for most names: what follows them is aligned. */
const PHASE_WIDTH = 9;

/**
 * A bar per phase in a terminal; elsewhere a line whenever another part of the run, of size `linesEvery`, is done.
 * `total` counts the images of all phases.
 */
export function createProgress(io: Io, total: number, linesEvery: number): Progress {
  return io.stdout.isTTY ? barProgress(io, total) : lineProgress(io, total, linesEvery);
}

function barProgress(io: Io, total: number): Progress {
  const tally = new Tally(total);
  let phase = "";
  let ended = false;
  const bar = new cliProgress.SingleBar(
    { format: drawBar, stream: io.stdout, hideCursor: true, gracefulExit: false, emptyOnZero: true },
    cliProgress.Presets.shades_classic,
  );

  function drawBar(
    options: Parameters<typeof cliProgress.Format.BarFormat>[1],
    { progress, maxWidth }: { progress: number; maxWidth: number },
  ): string {
    const figures = tally.describe(ended);
    const width = Math.min(Math.max(maxWidth - phase.length - figures.length - 5, 5), 30);
    return `${phase}  ${cliProgress.Format.BarFormat(progress, { ...options, barsize: width })}  ${figures}`.slice(
      0,
      maxWidth - 1,
    );
  }

  return {
    start(name, images) {
      tally.startPhase();
      phase = name.padEnd(PHASE_WIDTH);
      ended = false;
      bar.start(images, 0);
    },
    advance(images, hits, loss) {
      tally.add(images, hits, loss);
      bar.update(tally.images);
    },
    finish() {
      ended = true;
      bar.stop();
    },
    close() {
      if (!bar.isActive) return;
      bar.stop();
      // Control characters that the terminal echoes, as on Ctrl-C, can leave the bar a line lower.
      io.stdout.write("\x1b[J");
    },
  };
}

function lineProgress(io: Io, total: number, linesEvery: number): Progress {
  const tally = new Tally(total);
  let phase = "";
  let lines = 0;
  return {
    start(name) {
      tally.startPhase();
      phase = name.padEnd(PHASE_WIDTH);
    },
    advance(images, hits, loss) {
      tally.add(images, hits, loss);
      // The tolerance is for parts that do not add up to 1 in floating point.
      const due = Math.floor(tally.done / linesEvery + 1e-6);
      if (due === lines) return;
      lines = due;
      writeLine(io, `${phase}  ${(100 * tally.done).toFixed(0).padStart(3)} %  ${tally.describe(tally.done === 1)}`);
    },
    finish() {},
    close() {},
  };
}

import cliProgress from "cli-progress";
import type { Callback } from "../callbacks/callback";
import type { Run } from "../loop/run";
import { formatDuration, formatNumber, formatRecord } from "./format";
import { lossCurve } from "./loss-curve";

/** Where the view is written; a terminal gets a bar, anything else plain lines. */
export type TerminalStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export interface TerminalViewOptions {
  /** Default: the standard output. */
  stream?: TerminalStream;
  /** Seconds between lines within an epoch, where there is no terminal. Default 10. */
  secondsPerLine?: number;
}

/** Shows a run: how far it is, its loss and the time left; a line per epoch; at the end the loss curve. */
export function terminalView({
  stream = globalThis.process.stdout,
  secondsPerLine = 10,
}: TerminalViewOptions = {}): Callback {
  const isTerminal = stream.isTTY === true;
  const bar = new cliProgress.SingleBar(
    { stream, format: draw, hideCursor: true, gracefulExit: false, clearOnComplete: true, emptyOnZero: true },
    cliProgress.Presets.shades_classic,
  );
  const clock = { start: 0, epochsBefore: 0, lastLine: 0 };
  let text = "";

  function draw(
    options: Parameters<typeof cliProgress.Format.BarFormat>[1],
    { progress, maxWidth }: { progress: number; maxWidth: number },
  ): string {
    const barsize = Math.min(Math.max(maxWidth - text.length - 4, 5), 30);
    return `${cliProgress.Format.BarFormat(progress, { ...options, barsize })}  ${text}`.slice(0, maxWidth - 1);
  }

  function describe(run: Run, loss: number | undefined): string {
    const phase = run.isValidating ? "validation" : `epoch ${run.epoch}/${run.epochs}`;
    const parts = [phase];
    if (loss !== undefined) parts.push(`loss ${formatNumber(loss)}`);
    const left = timeLeft(run);
    if (left !== undefined) parts.push(`${formatDuration(left)} left`);
    return parts.join("  ");
  }

  /** Seconds to the end of the run, once there is something to reckon from. */
  function timeLeft(run: Run): number | undefined {
    if (run.batches === undefined) return undefined;
    const epochs = run.history.length + (run.isValidating ? 1 : run.batch / run.batches);
    const rate = (epochs - clock.epochsBefore) / (performance.now() - clock.start);
    return rate > 0 ? (run.epochs - epochs) / rate / 1000 : undefined;
  }

  function startBar(run: Run): void {
    text = describe(run, undefined);
    bar.start(run.batches ?? 0, run.batch);
  }

  const writeLine = (line: string): boolean => stream.write(`${line}\n`);

  return {
    name: "terminalView",
    onStart(run) {
      const done = run.history.length;
      if (done > 0 || run.step > 0) writeLine(`going on after epoch ${done}, step ${run.step}`);
      clock.start = clock.lastLine = performance.now();
      clock.epochsBefore = done;
      if (run.batches !== undefined) clock.epochsBefore += run.batch / run.batches;
    },
    onEpochStart(run) {
      if (isTerminal) startBar(run);
    },
    onValidationStart(run) {
      if (!isTerminal) return;
      bar.stop();
      startBar(run);
    },
    onProgress(run, loss) {
      text = describe(run, loss);
      if (isTerminal) {
        bar.update(run.batch);
        return;
      }
      if (performance.now() - clock.lastLine < 1000 * secondsPerLine) return;
      clock.lastLine = performance.now();
      const share =
        run.batches === undefined ? `batch ${run.batch}` : `${Math.floor((100 * run.batch) / run.batches)} %`;
      writeLine(`${share.padStart(5)}  ${text}`);
    },
    onEpochEnd(run, record) {
      if (isTerminal) bar.stop();
      clock.lastLine = performance.now();
      writeLine(
        `epoch ${String(record.epoch).padStart(String(run.epochs).length)}/${run.epochs}  ${formatRecord(record)}`,
      );
    },
    onEnd({ history, stopReason }) {
      if (stopReason !== undefined) writeLine(`stopped: ${stopReason}`);
      if (history.length > 1) writeLine(`\n${lossCurve(history, stream.columns ?? 80, isTerminal)}`);
    },
    onClose() {
      if (!bar.isActive) return;
      bar.stop();
      // Control characters that the terminal echoes, as on Ctrl-C, can leave the bar a line lower.
      stream.write("\x1b[J");
    },
  };
}

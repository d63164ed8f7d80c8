import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { requireTool, workspace } from "./tools";
import type { BenchPage } from "./messages";

/** A Chromium with one page. */
export interface OpenPage {
  /** Asks the page. */
  ask<Name extends keyof BenchPage>(
    name: Name,
    ...args: Parameters<BenchPage[Name]>
  ): Promise<Awaited<ReturnType<BenchPage[Name]>>>;
  /** Ends the browser at once, with whatever it computes. */
  kill(): void;
  readonly version: string;
}

const FLAGS = ["--no-sandbox", "--enable-unsafe-webgpu", "--no-first-run", "--disable-background-networking"];

async function chromiumPath(): Promise<string> {
  const { href } = pathToFileURL(join(workspace, "tooling/vitest-config/find-chromium.js"));
  const { findChromium } = (await import(href)) as { findChromium(): string | undefined };
  const path = findChromium();
  if (path === undefined) throw new Error("there is no Chromium here: set CHROMIUM_PATH");
  return path;
}

/** Starts a browser of its own for the page at `url`. */
export async function openPage(url: string): Promise<OpenPage> {
  const { chromium } = requireTool("playwright") as typeof import("playwright");
  const executablePath = await chromiumPath();
  const server = await chromium.launchServer({ executablePath, args: FLAGS });
  const kill = (): void => void server.kill().catch(() => {});
  try {
    const browser = await chromium.connect(server.wsEndpoint());
    const page = await browser.newPage();
    const failed = new Promise<never>((_, reject) => {
      page.on("pageerror", reject);
      page.on("crash", () => reject(new Error("the page crashed")));
    });
    failed.catch(() => {});
    await page.goto(url);
    await page.waitForFunction(() => "bench" in globalThis);
    return {
      version: browser.version(),
      kill,
      ask: (name, ...args) => {
        const call = ([method, values]: [string, unknown[]]): unknown =>
          (globalThis as unknown as { bench: Record<string, (...all: unknown[]) => unknown> }).bench[method](...values);
        return Promise.race([page.evaluate(call, [name, args] as [string, unknown[]]), failed]) as never;
      },
    };
  } catch (error) {
    kill();
    throw error;
  }
}

import { adapterLine } from "./gpu/adapter";
import { adapterInNode } from "./gpu/dawn";
import { openPage } from "./page/browser";
import { bundlePage } from "./page/bundle";
import { servePage } from "./page/serve";
import { childRunner } from "./run/child-runner";
import { capOf, type Limits } from "./run/measure";
import { pageRunner } from "./run/page-runner";
import type { OpenRunner } from "./run/runner";

/** Where contestants run. */
export interface Place {
  open: OpenRunner;
  /** What contestants on a GPU compute on, and by what. */
  gpu(): string | undefined;
  close(): void;
}

export interface BrowserPlace extends Place {
  /** That of the page. */
  readonly url: string;
}

export function inNode(limits: Limits): Place {
  return {
    open: (one, work) => childRunner(one, work, capOf(one, limits)),
    gpu() {
      const adapter = adapterInNode();
      return adapter && `${adapterLine(adapter)}, by Dawn in Node`;
    },
    close() {},
  };
}

export async function inBrowser(limits: Limits): Promise<BrowserPlace> {
  const { url, close } = await servePage(await bundlePage());
  const page = await openPage(url);
  try {
    const adapter = await page.ask("adapter");
    if (!adapter) throw new Error("this Chromium has no WebGPU adapter");
    return {
      open: (one, work) => pageRunner(url, one, work, capOf(one, limits)),
      gpu: () => `${adapterLine(adapter)}, in Chromium ${page.version}`,
      url,
      close,
    };
  } catch (error) {
    close();
    throw error;
  } finally {
    page.kill();
  }
}

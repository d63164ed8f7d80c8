import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";

const HTML = `<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">
<script type="module" src="page.js"></script>`;

// Isolated pages have finer clocks.
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cache-Control": "no-store",
};

/** Serves the scripts of `folder` and a page with `page.js` on this machine. */
export async function servePage(folder: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const name = basename(request.url ?? "/");
    const type = name === "" ? "text/html" : "text/javascript";
    const body = name === "" ? Promise.resolve(HTML) : readFile(join(folder, name));
    body.then(
      (text) => response.writeHead(200, { ...HEADERS, "Content-Type": type }).end(text),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

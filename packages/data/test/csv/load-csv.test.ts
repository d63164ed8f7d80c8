import { createServer, type RequestListener } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CsvError, DataError, loadCsv } from "../../src/index";
import { gzip } from "../idx/build-idx";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "csv-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const text = new TextEncoder().encode("a,é\n1,2\n");
const put = (bytes: Uint8Array) => {
  const path = join(folder, "data.csv");
  writeFileSync(path, bytes);
  return path;
};

describe("loadCsv of files", () => {
  it("reads paths and URLs, gzip or not", async () => {
    for (const bytes of [text, gzip(text)]) {
      const path = put(bytes);
      for (const place of [path, pathToFileURL(path)]) {
        const table = await loadCsv(place, { columns: ["é"] });
        expect([...table.matrix().data]).toEqual([2]);
      }
    }
  });

  it("names the file that is wrong", async () => {
    await expect(loadCsv(put(Uint8Array.of(97, 10, 0xff)))).rejects.toThrow(/data\.csv: the file is no UTF-8 text$/);
    await expect(loadCsv(put(text), { columns: ["b"] })).rejects.toThrow(CsvError);
    await expect(loadCsv(put(gzip(text).slice(0, -3)))).rejects.toThrow(/data\.csv: .*gzip data/);
    await expect(loadCsv(put(text), { maxBytes: 5 })).rejects.toThrow(
      /^cannot read .*: it holds 9 bytes, more than the 5/,
    );
    await expect(loadCsv(put(gzip(new Uint8Array(5000))), { maxBytes: 1000 })).rejects.toThrow(
      /states a length of 5000/,
    );
    await expect(loadCsv(join(folder, "none"))).rejects.toThrow(
      /^cannot read .*none: there is no such file or folder$/,
    );
    await expect(loadCsv(folder)).rejects.toThrow(/: it is a folder$/);
    await expect(loadCsv("/dev/zero")).rejects.toThrow(/: it is no regular file$/);
    await expect(loadCsv("x", { maxBytes: NaN })).rejects.toThrow("loadCsv: maxBytes must be an integer of at least 1");
  });
});

describe("loadCsv of a server's files", () => {
  async function served<T>(answer: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/data.csv`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it("reads them", async () => {
    for (const bytes of [text, gzip(text)]) {
      const table = await served(
        (_, response) => response.end(bytes),
        (url) => loadCsv(new URL(url)),
      );
      expect([...table.matrix().data]).toEqual([1, 2]);
    }
  });

  it("tells what went wrong", async () => {
    const missing: RequestListener = (_, response) => response.writeHead(404).end();
    await expect(served(missing, (url) => loadCsv(url))).rejects.toThrow(
      /^cannot read http.*: the server answers 404$/,
    );
    const cut: RequestListener = (_, response) => response.destroy();
    await expect(served(cut, (url) => loadCsv(url))).rejects.toThrow(DataError);
  });

  it("gives up on one that has no end", async () => {
    let sent = 0;
    const endless: RequestListener = (_, response) => {
      const send = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65536, "1"))) sent += 65536;
      };
      response.on("drain", send);
      send();
    };
    await expect(served(endless, (url) => loadCsv(url, { maxBytes: 100_000 }))).rejects.toThrow(
      "it is longer than the 100000 bytes allowed",
    );
    expect(sent).toBeLessThan(100_000_000);
  });
});

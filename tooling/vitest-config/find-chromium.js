import { existsSync } from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The browser that conformance also runs in: `CHROMIUM_PATH`, or an installed one. Without any those tests are left
 * out, except in CI, where that is an error.
 * @returns {string | undefined}
 */
export function findChromium() {
  const { CHROMIUM_PATH, CI } = process.env;
  const found = [CHROMIUM_PATH, ...PLACES].find((path) => path !== undefined && existsSync(path));
  if (found === undefined && CI) throw new Error(`no Chromium found: set CHROMIUM_PATH, or install it as ${PLACES[0]}`);
  if (found === undefined)
    console.warn("No Chromium found: conformance runs in Node only (set CHROMIUM_PATH to change that).");
  return found;
}

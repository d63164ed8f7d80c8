import type { Contestant } from "../contestants/contestant";
import { openPage, type OpenPage } from "../page/browser";
import { unpacked } from "../page/packed";
import type { Work } from "../work";
import { OvertimeError, type Runner } from "./runner";

/** Runs in a Chromium of its own, at the page at `url`, which is ended when an answer takes longer than `limitMs`. */
export function pageRunner(url: string, contestant: Contestant, work: Work, limitMs: number): Runner {
  const opened = openPage(url);
  opened.catch(() => {});
  const ask = async <Answer>(question: (page: OpenPage) => Promise<Answer>): Promise<Answer> => {
    const page = await opened;
    let timer: NodeJS.Timeout | undefined;
    const overtime = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        page.kill();
        reject(new OvertimeError());
      }, limitMs);
    });
    try {
      return await Promise.race([question(page), overtime]);
    } catch (error) {
      throw error instanceof OvertimeError ? error : new Error(reasonIn(error));
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    async prepare() {
      const { outputs, ms } = await ask((page) => page.ask("prepare", contestant, work.name));
      return { outputs: Object.fromEntries(Object.entries(outputs).map(([name, text]) => [name, unpacked(text)])), ms };
    },
    round: (ms) => ask((page) => page.ask("round", ms)),
    close: () =>
      void opened.then(
        (page) => page.kill(),
        () => {},
      ),
  };
}

/** What the page threw, without Playwright's frame. */
function reasonIn(error: unknown): string {
  const [first] = (error instanceof Error ? error.message : String(error)).split("\n    at ");
  return first.replace(/^page\.evaluate: (Error: )?/, "");
}

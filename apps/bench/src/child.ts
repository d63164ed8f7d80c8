import { load } from "./contestants";
import type { Contestant } from "./contestants/contestant";
import { localRunner } from "./run/local-runner";
import type { Reply, Request } from "./run/messages";
import { WORKS } from "./works";

/** The process of one contestant (as JSON) at one work (its name). Ends when its parent does. */
const [json, name] = process.argv.slice(2);
const contestant = JSON.parse(json) as Contestant;
const work = WORKS.find((one) => one.name === name);
if (!work) throw new Error(`unknown work: ${name}`);
const runner = localRunner(() => load(contestant), work);

async function answer(request: Request): Promise<Reply> {
  try {
    if (request.do === "round") return { times: await runner.round(request.ms) };
    return { prepared: await runner.prepare() };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

process.on("message", (request) => {
  void answer(request as Request).then((reply) => process.send?.(reply));
});
process.on("disconnect", () => process.exit());

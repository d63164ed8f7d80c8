import { load, ownContestants, PEERS } from "./contestants";
import { localRunner } from "./run/local-runner";
import type { Reply, Request } from "./run/messages";
import { WORKS } from "./works";

/** The process of one contestant at one work, both named by its arguments. Ends when its parent does. */
const [id, name] = process.argv.slice(2);
const contestant = [...ownContestants(), ...PEERS].find((one) => one.id === id);
const work = WORKS.find((one) => one.name === name);
if (!contestant || !work) throw new Error(`unknown contestant or work: ${id}, ${name}`);
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

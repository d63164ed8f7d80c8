import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { appRoot } from "../app-root";
import type { Contestant } from "../contestants/contestant";
import type { Work } from "../work";
import type { Reply, Request } from "./messages";
import { OvertimeError, type Runner } from "./runner";

/** Runs in a process of its own, which is ended when an answer takes longer than `limitMs`. */
export function childRunner(contestant: Contestant, work: Work, limitMs: number): Runner {
  const child = fork(join(appRoot, "dist/child.js"), [JSON.stringify(contestant), work.name], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...process.env, ...contestant.env },
  });
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.on("error", (error) => (errors += error.message));
  const ask = (request: Request): Promise<Reply> => answerOf(child, request, limitMs, () => errors);
  return {
    async prepare() {
      const reply = await ask({ do: "prepare" });
      if ("prepared" in reply) return reply.prepared;
      throw new Error("failed" in reply ? reply.failed : "out of step");
    },
    async round(ms) {
      const reply = await ask({ do: "round", ms });
      if ("times" in reply) return reply.times;
      throw new Error("failed" in reply ? reply.failed : "out of step");
    },
    close: () => void child.kill("SIGKILL"),
  };
}

function answerOf(child: ChildProcess, request: Request, limitMs: number, errors: () => string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      child.off("message", onMessage).off("exit", onExit).off("error", onError);
      finish();
    };
    const onMessage = (reply: unknown): void => settle(() => resolve(reply as Reply));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(new Error(`its process ended: ${errors().trim().slice(-300)}`)));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      settle(() => reject(new OvertimeError()));
    }, limitMs);
    child.on("message", onMessage).on("exit", onExit).on("error", onError);
    child.send(request, (error) => error && onError(error));
  });
}

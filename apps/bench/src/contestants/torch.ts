import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import type { Task, Work } from "../work";
import type { Prepare } from "./contestant";
import { TORCH_SERVER } from "./torch-server";

/** Debian's, which has PyTorch where the package python3-torch is installed. */
const PYTHON = "/usr/bin/python3";

// Debian's PyTorch takes whichever BLAS the system has; without OpenBLAS that is the slow reference implementation.
const VERSION = `
import re, torch
blas = re.search(r"[^/]*blas[^/]*[.]so[.0-9]*$", open("/proc/self/maps").read(), re.MULTILINE)
print(torch.__version__, "with", blas.group() if blas else "its own BLAS")
`;

/** The version of PyTorch and its BLAS, or undefined where there is none. */
export function torchVersion(): string | undefined {
  const { status, stdout } = spawnSync(PYTHON, ["-c", VERSION], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** One Python process for one work. It ends when this process does: its input is then closed. */
export function loadTorch(threads: number): Prepare {
  return async (work) => {
    const python = spawn(PYTHON, ["-c", TORCH_SERVER, `${threads}`], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ...threadSettings(threads) },
    });
    const lines = createInterface(python.stdout)[Symbol.asyncIterator]();
    const ask = async (line: string): Promise<unknown> => {
      python.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error("Python ended early");
      const answer = JSON.parse(value) as { error?: string; value?: unknown };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    };
    await ask(JSON.stringify(request(work)));
    const task: Task = {
      time: async () => (await ask("time")) as number,
      outputs: async () => {
        const outputs = (await ask("outputs")) as Record<string, string>;
        return Object.fromEntries(Object.entries(outputs).map(([name, text]) => [name, floats(text)]));
      },
    };
    return task;
  };
}

/** For the libraries that PyTorch may be built with. */
function threadSettings(threads: number): Record<string, string> {
  const names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"];
  return Object.fromEntries(names.map((name) => [name, `${threads}`]));
}

function request(work: Work): object {
  const inputs = Object.entries(work.inputs()).map(([name, { shape, data }]) => {
    const dtype = data instanceof Int32Array ? "int32" : "float32";
    return [name, { shape, dtype, data: Buffer.from(data.buffer).toString("base64") }];
  });
  return { code: work.torch, inputs: Object.fromEntries(inputs) };
}

function floats(base64: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(base64, "base64")).buffer);
}

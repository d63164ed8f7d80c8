/**
 * The program of a worker, as text so that no bundler has to find a file. It takes parts of tasks for ever, and never comes
 * back to its event loop: the owner terminates it. The words are those of control.ts.
 */
export const workerSource = `
const serve = ({ modules, memory, scratch, control: at, spins, Word, ARGUMENTS, MAX_ARGUMENTS }) => {
  const exports = {};
  for (const module of modules) {
    const instance = new WebAssembly.Instance(module, { env: { memory }, Math });
    instance.exports.setScratch(scratch);
    Object.assign(exports, instance.exports);
  }
  const kernels = Object.values(exports);
  const control = new Int32Array(memory.buffer, at, ARGUMENTS / 4);
  const values = new Float64Array(memory.buffer, at + ARGUMENTS, MAX_ARGUMENTS);
  Atomics.add(control, Word.READY, 1);
  let epoch = 0;
  for (;;) {
    let turns = spins;
    while (turns > 0 && Atomics.load(control, Word.EPOCH) === epoch) turns--;
    if (turns === 0) {
      Atomics.add(control, Word.SLEEPERS, 1);
      Atomics.wait(control, Word.EPOCH, epoch);
      Atomics.sub(control, Word.SLEEPERS, 1);
    }
    epoch = Atomics.load(control, Word.EPOCH);
    for (let left; (left = Atomics.sub(control, Word.PENDING, 1)) > 0; ) {
      const parts = control[Word.PARTS];
      const from = (parts - left) * control[Word.UNITS_PER_PART];
      const to = Math.min(from + control[Word.UNITS_PER_PART], control[Word.UNITS] >>> 0);
      try {
        kernels[control[Word.KERNEL]](...values.subarray(0, control[Word.ARGUMENT_COUNT]), from, to);
      } catch {
        Atomics.add(control, Word.FAILED, 1);
      }
      if (Atomics.add(control, Word.DONE, 1) + 1 === parts) Atomics.notify(control, Word.DONE);
    }
  }
};
if (typeof require === "function") serve(require("node:worker_threads").workerData);
else onmessage = ({ data }) => serve(data);
`;

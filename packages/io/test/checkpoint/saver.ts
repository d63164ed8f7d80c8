// Saves checkpoints of growing steps until it is killed: node saver.mjs FOLDER FIRST FLOATS
import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { CheckpointFolder } from "../../src/index";

const [path, first, floats] = process.argv.slice(2);
setBackend(cpu());
const folder = new CheckpointFolder(path, { keep: 2 });
for (let step = Number(first); ; step++) {
  await folder.save(step, { step, weight: tensor(new Float32Array(Number(floats)).fill(step)) });
  process.stdout.write(`${step}\n`);
}

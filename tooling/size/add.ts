import { cpu } from "@nn/backend-cpu";
import { add, setBackend, tensor } from "@nn/core";

setBackend(cpu());
console.log(await add(tensor([1, 2]), tensor([3, 4])).data());

/**
 * Reads a line with a work (`code` and `inputs`), then `outputs` or `time` per line, and answers each with a line of
 * JSON. Times are its own, so that the pipe does not count. Its argument is the number of threads.
 */
export const TORCH_SERVER = `
import base64, json, sys, time
import numpy, torch

torch.set_num_threads(int(sys.argv[1]))

def decode(array):
    values = numpy.frombuffer(base64.b64decode(array["data"]), dtype=array["dtype"]).copy()
    return torch.from_numpy(values).reshape(array["shape"])

def encode(tensor):
    return base64.b64encode(tensor.detach().contiguous().to(torch.float32).numpy().tobytes()).decode()

def once():
    if "timed" in scope:
        return scope["timed"]()
    start = time.perf_counter()
    scope["run"]()
    return (time.perf_counter() - start) * 1000

def answer(line):
    if line == "time":
        return once()
    if line == "outputs":
        return {name: encode(tensor) for name, tensor in scope["outputs"]().items()}
    work = json.loads(line)
    inputs = {name: decode(array) for name, array in work["inputs"].items()}
    scope.update(inputs, inputs=inputs)
    exec(work["code"], scope)

scope = {"torch": torch, "time": time}
for line in sys.stdin:
    try:
        reply = {"value": answer(line.strip())}
    except Exception as error:
        reply = {"error": str(error)}
    print(json.dumps(reply), flush=True)
`;

"""Computes the golden files of packages/conformance with PyTorch in float64.

Called by generate.js with the requests (JSON: folder -> list of cases) and the folder to write to. Per case: outputs,
gradients of L = sum f(x) * c, and gradients of M = sum (gradient of L) * d, where c and d come from noise.py.
"""

import json
import pathlib
import sys

import torch

import formulas
from noise import cotangent

DTYPES = {
    "float": torch.float64,
    "int32": torch.int32,
    "uint8": torch.uint8,
    "bool": torch.bool,
}
SIGNIFICANT_DIGITS = 13


def tensor_of(spec):
    values = [float(v) for v in spec["values"]]
    return torch.tensor(values, dtype=torch.float64).reshape(spec["shape"]).to(DTYPES[spec["dtype"]])


def weighted(label, values):
    """sum values * cotangent(label)"""
    weights = torch.from_numpy(cotangent(label, values.numel())).reshape(values.shape)
    return (values * weights).sum()


def differentiate(scalar, xs, **options):
    """Gradients of a scalar, zeros where it does not depend on a tensor."""
    if not (isinstance(scalar, torch.Tensor) and scalar.requires_grad):
        return [torch.zeros_like(x) for x in xs]
    found = torch.autograd.grad(scalar, xs, allow_unused=True, **options)
    # Adding 0 gives storage to the placeholders that PyTorch uses for zeros.
    return [torch.zeros_like(x) if g is None else g + 0 for g, x in zip(found, xs)]


def answer(request):
    inputs = {name: tensor_of(spec) for name, spec in request["inputs"].items()}
    names = request["grad"]
    xs = [inputs[name].requires_grad_() for name in names]
    result = eval(request["torch"], formulas.names(), dict(inputs))
    outputs = list(result) if isinstance(result, (tuple, list)) else [result]
    entry = {"request": request["hash"], "outputs": [describe(y) for y in outputs]}
    if names:
        floats = [(k, y) for k, y in enumerate(outputs) if y.is_floating_point()]
        loss = sum(weighted(f"{request['id']}:c{k}", y) for k, y in floats)
        gradients = differentiate(loss, xs, create_graph=True)
        entry["gradients"] = {name: numbers(g) for name, g in zip(names, gradients)}
        if request["second"]:
            along = sum(weighted(f"{request['id']}:d:{name}", g) for name, g in zip(names, gradients))
            entry["second"] = {name: numbers(g) for name, g in zip(names, differentiate(along, xs))}
    return entry


RESULT_DTYPES = {
    torch.float64: "float",
    torch.float32: "float32",
    torch.int64: "int32",
    torch.int32: "int32",
    torch.uint8: "uint8",
    torch.bool: "bool",
}


def describe(y):
    return {"shape": list(y.shape), "dtype": RESULT_DTYPES[y.dtype], "values": plain(y)}


def numbers(gradient):
    """The elements, or 0 for a tensor of zeros."""
    values = plain(gradient)
    return 0 if all(v == "0" for v in values) else values


def plain(y):
    return [text_of(v) for v in y.detach().reshape(-1).to(torch.float64).tolist()]


def text_of(v):
    if v != v:
        return '"NaN"'
    if v in (float("inf"), float("-inf")):
        return '"Infinity"' if v > 0 else '"-Infinity"'
    return "0" if v == 0 else format(v, f".{SIGNIFICANT_DIGITS}g")


def compact(value):
    """JSON without spaces; strings in lists are numbers already."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{compact(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(v if isinstance(v, str) else compact(v) for v in value) + "]"
    return json.dumps(value)


def main(requests_path, target):
    requests = json.loads(pathlib.Path(requests_path).read_text())
    failed = 0
    for folder, cases in requests.items():
        lines = []
        for request in cases:
            try:
                lines.append(f"{json.dumps(request['id'])}:{compact(answer(request))}")
            except Exception as error:  # Every broken row is named before the run fails.
                failed += 1
                print(f"{request['id']}: {request['torch']}\n  {type(error).__name__}: {error}", file=sys.stderr)
        pathlib.Path(target, f"{folder}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
        print(f"{folder}: {len(lines)} cases")
    return 1 if failed else 0


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    sys.exit(main(*sys.argv[1:]))

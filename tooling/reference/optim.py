"""Writes packages/optim/test/golden with PyTorch in float64: python3 tooling/reference/optim.py"""

import json
import math
import pathlib

import torch
from torch.optim import SGD, Adam, AdamW
from torch.optim.lr_scheduler import CosineAnnealingLR, StepLR

torch.set_default_dtype(torch.float64)
target = pathlib.Path(__file__).parents[2] / "packages/optim/test/golden"
STEPS = 20

X = [[0.5, -1.2, 0.3], [1.5, 0.2, -0.7], [-0.4, 0.9, 1.1], [0.1, -0.6, 0.8]]
Y = [[1.0, -0.5], [0.3, 0.7], [-1.2, 0.4], [0.6, -0.9]]
WEIGHT = [[0.2, -0.3], [0.5, 0.1], [-0.4, 0.6]]
BIAS = [0.1, -0.2]


def parameters():
    return [torch.tensor(v).requires_grad_() for v in (WEIGHT, BIAS)]


def loss_of(weight, bias):
    return ((torch.tanh(torch.tensor(X) @ weight + bias) - torch.tensor(Y)) ** 2).sum()


def trajectory(make, maximize=False):
    """The parameters, flat, after each step."""
    params = parameters()
    optimizer = make(params)
    seen = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = loss_of(*params)
        (-loss if maximize else loss).backward()
        optimizer.step()
        seen.append([x for p in params for x in p.detach().flatten().tolist()])
    return seen


OPTIONS = {
    "SGD": [
        {},
        {"momentum": 0.9},
        {"momentum": 0.9, "dampening": 0.3},
        {"momentum": 0.8, "nesterov": True},
        {"weight_decay": 0.1},
        {"momentum": 0.9, "nesterov": True, "weight_decay": 0.05},
        {"momentum": 0.7, "maximize": True},
        {"momentum": 0.5, "dampening": 0.1, "weight_decay": 0.1, "maximize": True},
    ],
    "Adam": [
        {},
        {"betas": [0.5, 0.9]},
        {"eps": 0.1},
        {"weight_decay": 0.1},
        {"amsgrad": True, "betas": [0.5, 0.6]},
        {"maximize": True},
        {"amsgrad": True, "weight_decay": 0.2, "maximize": True, "betas": [0.8, 0.7]},
    ],
    "AdamW": [
        {},
        {"weight_decay": 0.0},
        {"weight_decay": 0.3, "betas": [0.6, 0.8]},
        {"amsgrad": True, "betas": [0.5, 0.6]},
        {"weight_decay": 0.2, "maximize": True, "eps": 0.01},
    ],
}
LRS = {"SGD": 0.05, "Adam": 0.1, "AdamW": 0.1}
CLASSES = {"SGD": SGD, "Adam": Adam, "AdamW": AdamW}


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def trajectories():
    cases = []
    for name, sets in OPTIONS.items():
        for options in sets:
            given = {"lr": LRS[name], **options}
            steps = trajectory(lambda params: CLASSES[name](params, **given), options.get("maximize", False))
            cases.append({"optimizer": name, "options": {camel(k): v for k, v in given.items()}, "steps": steps})
    return cases


def grouped():
    def make(params):
        groups = [{"params": params[:1], "lr": 0.02, "weight_decay": 0.1}, {"params": params[1:]}]
        return SGD(groups, lr=0.1, momentum=0.9)

    return trajectory(make)


def clipped():
    cases = []
    for norm_type in (1.0, 2.0, 3.0, math.inf):
        for max_norm in (0.5, 100.0):
            params = parameters()
            loss_of(*params).backward()
            norm = torch.nn.utils.clip_grad_norm_(params, max_norm, norm_type)
            grads = [p.grad.flatten().tolist() for p in params]
            kind = "inf" if norm_type == math.inf else norm_type
            cases.append({"normType": kind, "maxNorm": max_norm, "norm": norm.item(), "grads": grads})
    params = parameters()
    loss_of(*params).backward()
    torch.nn.utils.clip_grad_value_(params, 0.7)
    return {"norm": cases, "value": [p.grad.flatten().tolist() for p in params]}


def schedule(make, steps=40, **group):
    """The rates of two groups at the start and after each step."""
    weight, bias = parameters()
    optimizer = SGD([{"params": [weight], "lr": 0.5, **group}, {"params": [bias], "lr": 0.02, **group}], lr=1)
    schedulers = make(optimizer)
    rates = [[g["lr"] for g in optimizer.param_groups]]
    for _ in range(steps):
        optimizer.step()
        for scheduler in schedulers:
            scheduler.step()
        rates.append([g["lr"] for g in optimizer.param_groups])
    return rates


def schedules():
    return {
        "step": schedule(lambda o: [StepLR(o, 3, 0.5)]),
        "stepDefault": schedule(lambda o: [StepLR(o, 10)]),
        "cosine": schedule(lambda o: [CosineAnnealingLR(o, 7, 0.01)]),
        "cosineDefault": schedule(lambda o: [CosineAnnealingLR(o, 30)]),
        "chained": schedule(lambda o: [StepLR(o, 4, 0.7), CosineAnnealingLR(o, 9, 0.001)]),
        "resumed": schedule(lambda o: [CosineAnnealingLR(o, 7, 0.01, last_epoch=4)], initial_lr=0.3),
        "resumedStep": schedule(lambda o: [StepLR(o, 3, 0.5, last_epoch=4)], initial_lr=0.3),
    }


def rounded(value):
    """Floats with 13 significant digits."""
    if isinstance(value, float):
        return float(f"{value:.12e}")
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return {k: rounded(v) for k, v in value.items()} if isinstance(value, dict) else value


def save(name, value):
    (target / f"{name}.json").write_text(json.dumps(rounded(value), separators=(",", ":")).replace("]],", "]],\n") + "\n")


if __name__ == "__main__":
    target.mkdir(parents=True, exist_ok=True)
    problem = {"x": X, "y": Y, "weight": WEIGHT, "bias": BIAS}
    save("trajectories", {"problem": problem, "cases": trajectories(), "grouped": grouped()})
    save("clipped", clipped())
    save("schedules", schedules())

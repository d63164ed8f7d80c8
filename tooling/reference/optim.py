"""Writes packages/optim/test/golden with PyTorch in float64: python3 tooling/reference/optim.py"""

import functools
import json
import math
import pathlib

import torch
from torch.optim import SGD, Adadelta, Adagrad, Adam, Adamax, AdamW, RAdam, RMSprop

from optim_formulas import Late, Lion, Muon, NAdam

torch.set_default_dtype(torch.float64)
target = pathlib.Path(__file__).parents[2] / "packages/optim/test/golden"
STEPS = 20

X = [[0.5, -1.2, 0.3], [1.5, 0.2, -0.7], [-0.4, 0.9, 1.1], [0.1, -0.6, 0.8]]
Y = [[1.0, -0.5], [0.3, 0.7], [-1.2, 0.4], [0.6, -0.9]]
WEIGHT = [[0.2, -0.3], [0.5, 0.1], [-0.4, 0.6]]
BIAS = [0.1, -0.2]
# A wide and a tall matrix, for what takes matrices only.
LAYERS = [
    [[0.3, -0.5, 0.2, 0.7], [-0.1, 0.4, 0.6, -0.3], [0.8, 0.1, -0.4, 0.5]],
    [[0.4, -0.2], [-0.6, 0.3], [0.1, 0.9], [-0.5, 0.2]],
]


def parameters():
    return [torch.tensor(v).requires_grad_() for v in (WEIGHT, BIAS)]


def loss_of(weight, bias):
    return ((torch.tanh(torch.tensor(X) @ weight + bias) - torch.tensor(Y)) ** 2).sum()


def layers():
    return [torch.tensor(v).requires_grad_() for v in LAYERS]


def loss_of_layers(first, second):
    return ((torch.tanh(torch.tensor(X) @ first) @ second - torch.tensor(Y)) ** 2).sum()


def flat(tensors):
    return [x for t in tensors for x in t.detach().flatten().tolist()]


def trajectory(make, maximize=False, params=parameters, loss_of=loss_of, watch=flat):
    """What `watch` sees of the parameters after each step: all of them, flat."""
    params = params()
    optimizer = make(params)
    seen = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = loss_of(*params)
        (-loss if maximize else loss).backward()
        optimizer.step()
        seen.append(watch(params))
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
    "Adamax": [
        {},
        {"betas": [0.3, 0.9]},
        {"weight_decay": 0.1, "eps": 0.01},
        {"maximize": True},
        {"weight_decay": 0.2, "maximize": True, "betas": [0.0, 0.9]},
    ],
    "NAdam": [
        {},
        {"betas": [0.5, 0.9], "momentum_decay": 0.1},
        {"weight_decay": 0.1, "eps": 0.01},
        {"weight_decay": 0.1, "decoupled_weight_decay": True},
        {"betas": [0.0, 0.9], "eps": 0.1, "maximize": True},
        {"betas": [0.3, 0.9], "eps": 0.1, "maximize": True},
        {"weight_decay": 0.2, "decoupled_weight_decay": True, "maximize": True, "momentum_decay": 0.0},
    ],
    "RAdam": [
        {},
        {"betas": [0.5, 0.9], "eps": 0.01},
        {"weight_decay": 0.1},
        {"weight_decay": 0.1, "decoupled_weight_decay": True},
        {"betas": [0.0, 0.5], "maximize": True},
        {"weight_decay": 0.2, "decoupled_weight_decay": True, "maximize": True, "betas": [0.3, 0.95]},
    ],
    "RMSprop": [
        {},
        {"alpha": 0.5, "eps": 0.1},
        {"momentum": 0.9},
        {"centered": True, "alpha": 0.9},
        {"centered": True, "alpha": 0.8, "momentum": 0.5, "weight_decay": 0.1},
        {"alpha": 0.6, "maximize": True},
        {"alpha": 0.0, "momentum": 0.3, "weight_decay": 0.1, "maximize": True, "eps": 0.1},
    ],
    "Adagrad": [
        {},
        {"lr_decay": 0.1},
        {"initial_accumulator_value": 0.5, "eps": 0.01},
        {"weight_decay": 0.1, "lr_decay": 0.02, "maximize": True},
    ],
    "Adadelta": [
        {},
        {"rho": 0.5, "eps": 1e-3},
        {"weight_decay": 0.1, "rho": 0.3},
        {"maximize": True, "eps": 0.01, "weight_decay": 0.05},
    ],
    "Lion": [
        {},
        {"betas": [0.5, 0.8]},
        {"weight_decay": 0.3},
        {"betas": [0.3, 0.2], "weight_decay": 1.0},
    ],
    "Muon": [
        {},
        {"nesterov": False, "momentum": 0.8},
        {"adjust_lr_fn": "match_rms_adamw", "weight_decay": 0.0},
        {"momentum": 0.3, "ns_steps": 2, "eps": 100.0, "weight_decay": 0.5},
        {"ns_coefficients": [1.5, -0.5, 0.0], "ns_steps": 7, "momentum": 0.0},
    ],
}
CLASSES = {
    **{kind.__name__: kind for kind in (SGD, Adam, AdamW, Adamax, RMSprop, Adagrad, Adadelta, Lion, Muon)},
    **{kind.__name__: functools.partial(Late, kind) for kind in (NAdam, RAdam)},
}
LRS = {"SGD": 0.05, "RMSprop": 0.02, "Adadelta": 1.0, "Lion": 0.02, "Muon": 0.05}


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def trajectories():
    cases = []
    for name, sets in OPTIONS.items():
        for options in sets:
            given = {"lr": LRS.get(name, 0.1), **options}
            problem = {"params": layers, "loss_of": loss_of_layers} if name == "Muon" else {}
            steps = trajectory(lambda params: CLASSES[name](params, **given), options.get("maximize", False), **problem)
            spoken = {camel(k): camel(v) if isinstance(v, str) else v for k, v in given.items()}
            cases.append({"optimizer": name, "options": spoken, "steps": steps})
    return cases


def averages():
    """Moving averages of the parameters along a run of SGD."""
    cases = []
    for decay, use_num_updates in ((0.9, False), (0.3, False), (0.9, True), (0.2, True)):
        averages, updates = parameters(), 0

        @torch.no_grad()
        def watch(params):
            nonlocal updates
            updates += 1
            keep = min(decay, (1 + updates) / (10 + updates)) if use_num_updates else decay
            for average, param in zip(averages, params):
                average.copy_(keep * average + (1 - keep) * param)
            return flat(averages)

        steps = trajectory(lambda params: SGD(params, lr=0.05, momentum=0.9), watch=watch)
        cases.append({"options": {"decay": decay, "useNumUpdates": use_num_updates}, "steps": steps})
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
    problem = {"x": X, "y": Y, "weight": WEIGHT, "bias": BIAS, "layers": LAYERS}
    save("trajectories", {"problem": problem, "cases": trajectories(), "grouped": grouped()})
    save("averages", averages())
    save("clipped", clipped())

"""Optimizers that PyTorch 1.13 lacks, or has otherwise, by their formulas, for optim.py."""

import math

import torch
from torch.optim import Optimizer


class Late(Optimizer):
    """An optimizer of PyTorch 1.13 with the `maximize` and `decoupled_weight_decay` of PyTorch 2."""

    def __init__(self, kind, params, maximize=False, decoupled_weight_decay=False, weight_decay=0.0, **options):
        super().__init__(params, {})
        self.params = params
        self.maximize = maximize
        self.decay = options["lr"] * weight_decay if decoupled_weight_decay else 0.0
        self.inner = kind(params, weight_decay=0.0 if decoupled_weight_decay else weight_decay, **options)

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if self.maximize:
                p.grad.neg_()
            p.mul_(1 - self.decay)
        self.inner.step()


class NAdam(Optimizer):
    """https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html; PyTorch 1.13 multiplies by one mu too many."""

    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, momentum_decay=4e-3):
        super().__init__(params, {"options": (lr, betas, eps, weight_decay, momentum_decay)})

    @torch.no_grad()
    def step(self):
        lr, (beta1, beta2), eps, weight_decay, momentum_decay = self.param_groups[0]["options"]
        for p in self.param_groups[0]["params"]:
            t, product, m, v = self.state[p].get("all", (0, 1.0, torch.zeros_like(p), torch.zeros_like(p)))
            g = p.grad + weight_decay * p
            t += 1
            mu, mu_next = (beta1 * (1 - 0.5 * 0.96 ** (i * momentum_decay)) for i in (t, t + 1))
            product *= mu
            m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
            step = mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product)
            p -= lr * step / (torch.sqrt(v / (1 - beta2**t)) + eps)
            self.state[p]["all"] = (t, product, m, v)


class Lion(Optimizer):
    """Algorithm 2 of https://arxiv.org/abs/2302.06675."""

    def __init__(self, params, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                c = beta1 * m + (1 - beta1) * p.grad
                p -= group["lr"] * (torch.sign(c) + group["weight_decay"] * p)
                self.state[p]["m"] = beta2 * m + (1 - beta2) * p.grad


class Muon(Optimizer):
    """torch.optim.Muon of PyTorch 2.9, which this PyTorch lacks, without its rounding to bfloat16."""

    def __init__(self, params, lr, weight_decay=0.1, momentum=0.95, nesterov=True, eps=1e-7, **options):
        options = {"ns_coefficients": (3.4445, -4.7750, 2.0315), "ns_steps": 5, "adjust_lr_fn": "original", **options}
        options.update(lr=lr, weight_decay=weight_decay, momentum=momentum, nesterov=nesterov, eps=eps)
        super().__init__(params, options)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                self.update(p, **{k: v for k, v in group.items() if k != "params"})

    def update(self, p, lr, weight_decay, momentum, nesterov, eps, ns_coefficients, ns_steps, adjust_lr_fn):
        mean = self.state[p].setdefault("mean", torch.zeros_like(p))
        mean.mul_(momentum).add_((1 - momentum) * p.grad)
        x = (1 - momentum) * p.grad + momentum * mean if nesterov else mean
        x = x / max(torch.linalg.matrix_norm(x).item(), eps)
        a, b, c = ns_coefficients
        for _ in range(ns_steps):
            gram = x @ x.T
            x = a * x + (b * gram + c * gram @ gram) @ x
        rows, columns = p.shape
        factor = math.sqrt(max(1, rows / columns)) if adjust_lr_fn == "original" else 0.2 * math.sqrt(max(rows, columns))
        p.mul_(1 - lr * weight_decay).sub_(lr * factor * x)


# Sets under which the problem is well-conditioned: float32 alone moves PyTorch's own trajectories by less than 3e-6.

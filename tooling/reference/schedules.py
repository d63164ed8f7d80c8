"""Writes the golden files of schedules with PyTorch in float64: python3 tooling/reference/schedules.py"""

import math

from torch.optim import SGD, Adam, AdamW, RMSprop
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    CosineAnnealingWarmRestarts,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    MultiStepLR,
    OneCycleLR,
    PolynomialLR,
    ReduceLROnPlateau,
    SequentialLR,
    StepLR,
)

from optim import parameters, save


def schedule(make, steps=40, optimizer=SGD, watch=lambda g: g["lr"], metrics=None, **group):
    """The rates of two groups at the start and after each step."""
    weight, bias = parameters()
    optimizer = optimizer([{"params": [weight], "lr": 0.5, **group}, {"params": [bias], "lr": 0.02, **group}], lr=1)
    schedulers = make(optimizer)
    rates = [[watch(g) for g in optimizer.param_groups]]
    for i in range(steps):
        optimizer.step()
        for scheduler in schedulers:
            scheduler.step(*([metrics[i]] if metrics else []))
        rates.append([watch(g) for g in optimizer.param_groups])
    return rates


def cycle(optimizer, watch, **options):
    """Rates and momenta of two groups in all the steps of a cycle."""
    # PyTorch goes beyond the end of the cycle in the step behind the last one.
    steps = options.get("total_steps") or options["epochs"] * options["steps_per_epoch"]
    return schedule(lambda o: [OneCycleLR(o, **options)], steps - 1, optimizer, lambda g: [g["lr"], watch(g)])


def sequence(o):
    parts = [LinearLR(o, 0.1, total_iters=5), CosineAnnealingLR(o, 12, 0.001), ExponentialLR(o, 0.9)]
    return [SequentialLR(o, parts, [5, 20])]


def restarts(o):
    parts = [PolynomialLR(o, 6, 2.0), CosineAnnealingWarmRestarts(o, 4, 2), StepLR(o, 2, 0.5), MultiStepLR(o, [1, 3], 0.5)]
    return [SequentialLR(o, parts, [1, 15, 30])]


METRICS = [1 + math.sin(1.7 * i) / (i + 1) for i in range(40)]


def plateau(**options):
    return schedule(lambda o: [ReduceLROnPlateau(o, **options)], metrics=METRICS)


def schedules():
    momentum, beta = (lambda g: g["momentum"]), (lambda g: g["betas"][0])
    return {
        "step": schedule(lambda o: [StepLR(o, 3, 0.5)]),
        "stepDefault": schedule(lambda o: [StepLR(o, 10)]),
        "multiStep": schedule(lambda o: [MultiStepLR(o, [2, 3, 17], 0.5)]),
        "exponential": schedule(lambda o: [ExponentialLR(o, 0.93)]),
        "linear": schedule(lambda o: [LinearLR(o)]),
        "linearDown": schedule(lambda o: [LinearLR(o, 0.9, 0.25, 13)]),
        "polynomial": schedule(lambda o: [PolynomialLR(o)]),
        "polynomialSquare": schedule(lambda o: [PolynomialLR(o, 30, 2.5)]),
        "lambda": schedule(lambda o: [LambdaLR(o, lambda epoch: 1 / (1 + epoch))]),
        "lambdas": schedule(lambda o: [LambdaLR(o, [lambda epoch: 0.9**epoch, lambda epoch: epoch // 7])]),
        "cosine": schedule(lambda o: [CosineAnnealingLR(o, 7, 0.01)]),
        "cosineDefault": schedule(lambda o: [CosineAnnealingLR(o, 30)]),
        "restarts": schedule(lambda o: [CosineAnnealingWarmRestarts(o, 7)]),
        "restartsLonger": schedule(lambda o: [CosineAnnealingWarmRestarts(o, 3, 2, 0.01)]),
        "chained": schedule(lambda o: [StepLR(o, 4, 0.7), CosineAnnealingLR(o, 9, 0.001)]),
        "sequence": schedule(sequence),
        "sequenceOfRestarts": schedule(restarts),
        "resumed": schedule(lambda o: [CosineAnnealingLR(o, 7, 0.01, last_epoch=4)], initial_lr=0.3),
        "resumedStep": schedule(lambda o: [StepLR(o, 3, 0.5, last_epoch=4)], initial_lr=0.3),
    }, {
        "plain": cycle(SGD, momentum, max_lr=0.4, total_steps=23),
        "betas": cycle(Adam, beta, max_lr=[0.4, 0.1], epochs=5, steps_per_epoch=6, pct_start=0.5),
        "linear": cycle(AdamW, beta, max_lr=0.3, total_steps=17, anneal_strategy="linear", div_factor=10.0),
        "three": cycle(
            SGD, momentum, max_lr=0.4, total_steps=31, three_phase=True, base_momentum=[0.5, 0.6], max_momentum=[0.8, 0.9]
        ),
        "threeLinear": cycle(
            RMSprop, momentum, max_lr=0.4, total_steps=20, three_phase=True, anneal_strategy="linear", final_div_factor=3.0
        ),
        "rateOnly": cycle(SGD, momentum, max_lr=0.4, total_steps=10, cycle_momentum=False, pct_start=0.0),
    }, {
        "metrics": METRICS,
        "default": plateau(),
        "patient": plateau(patience=2, factor=0.5),
        "rising": plateau(mode="max", patience=1, factor=0.7, threshold=0.01),
        "absolute": plateau(patience=1, threshold=0.05, threshold_mode="abs", factor=0.5),
        "risingAbsolute": plateau(mode="max", patience=0, threshold=0.05, threshold_mode="abs", factor=0.8),
        "cooling": plateau(patience=1, cooldown=3, factor=0.5, min_lr=[0.1, 0.001]),
        "coarse": plateau(patience=1, factor=0.5, eps=0.004),
    }


if __name__ == "__main__":
    for name, value in zip(("schedules", "cycles", "plateaus"), schedules()):
        save(name, value)

#!/usr/bin/env python3
"""Writes optimizers/*.npy: ten steps of each optimiser, which tests/training/optimizer_test.cc compares with ours.

    apt-get install python3-torch     # PyTorch 1.13.1
    tests/training/data/make_optimizer_golden.py

SGD and AdamW are PyTorch's. RMSprop is not: TensorFlow's differs in where epsilon and the rate stand and in the mean square
that it begins with, so it is computed here from the formula of tensorflow/python/training/rmsprop.py, beginning with ones as
its slot `rms` does:

    mean_square = decay * mean_square{t-1} + (1 - decay) * gradient ** 2
    mom = momentum * mom{t-1} + learning_rate * g_t / sqrt(mean_square + epsilon)
    delta = - mom

All in float64, rounded to float32 when written. values.npy (80), gradients.npy (10, 80); NAME.npy (2, 80) are the values after
one step and after ten. Parameters, in order: weights (36, decayed), depthwise weights (36), gamma (4), beta (4). The rate of step
k is .05 * .9^k.
"""

import pathlib

import numpy as np
import torch

DECAYED = 36
STEPS = 10
FOLDER = pathlib.Path(__file__).parent / "optimizers"


def rate(step):
    return 0.05 * 0.9**step


def run_torch(make_optimizer, values, gradients, decay):
    weights = torch.nn.Parameter(torch.tensor(values[:DECAYED]))
    others = torch.nn.Parameter(torch.tensor(values[DECAYED:]))
    optimizer = make_optimizer(
        [{"params": [weights], "weight_decay": decay}, {"params": [others], "weight_decay": 0.0}]
    )
    result = []
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        weights.grad = torch.tensor(gradients[step, :DECAYED])
        others.grad = torch.tensor(gradients[step, DECAYED:])
        optimizer.step()
        result.append(torch.cat([weights, others]).detach().numpy().copy())
    return [result[0], result[-1]]


def run_rmsprop(values, gradients, weight_decay, decay, momentum, epsilon, initial):
    values = values.copy()
    mean_square = np.full_like(values, initial)
    mom = np.zeros_like(values)
    result = []
    for step in range(STEPS):
        g = gradients[step].copy()
        g[:DECAYED] += weight_decay * values[:DECAYED]
        mean_square = decay * mean_square + (1 - decay) * g**2
        mom = momentum * mom + rate(step) * g / np.sqrt(mean_square + epsilon)
        values -= mom
        result.append(values.copy())
    return [result[0], result[-1]]


def main():
    random = np.random.default_rng(17)
    values = (random.uniform(2, 4, 80) * random.choice([-1, 1], 80)).astype(np.float32).astype(np.float64)
    gradients = random.normal(0, 1, (STEPS, 80)).astype(np.float32).astype(np.float64)
    gradients[:, 5] = 0  # where nothing pulls, only decay moves

    def torch_case(kind, decay, **options):
        return run_torch(lambda groups: kind(groups, lr=1.0, **options), values, gradients, decay)

    cases = {
        "sgd": torch_case(torch.optim.SGD, 0.0),
        "sgd_momentum": torch_case(torch.optim.SGD, 0.01, momentum=0.9),
        "sgd_nesterov": torch_case(torch.optim.SGD, 0.01, momentum=0.9, nesterov=True),
        "adamw": torch_case(torch.optim.AdamW, 0.1, betas=(0.9, 0.99), eps=1e-6),
        "rmsprop_detection": run_rmsprop(values, gradients, 4e-5, 0.9, 0.9, 1.0, 1.0),
        "rmsprop_keras": run_rmsprop(values, gradients, 0.01, 0.95, 0.0, 1e-7, 0.0),
    }
    FOLDER.mkdir(exist_ok=True)
    np.save(FOLDER / "values.npy", values.astype("<f4"))
    np.save(FOLDER / "gradients.npy", gradients.astype("<f4"))
    for name, result in cases.items():
        # A relative tolerance says nothing of values near zero.
        assert np.abs(result).min() > 0.1, name
        np.save(FOLDER / f"{name}.npy", np.array(result).astype("<f4"))


if __name__ == "__main__":
    main()

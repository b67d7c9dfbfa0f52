#!/usr/bin/python3
"""Ten steps of SGD with momentum on a small network in PyTorch, in float64: make_sgd_golden.py (writes beside itself).

Made with Debian 12's python3-torch 1.13.1. The network is that of sgd_golden_test.cc: MobileNet's kinds of layers, batch
norm, a residual. Its weights and images are drawn in float32, so that both sides begin with the same numbers.

  sgd_images.npy   (10, 4, 16, 16, 3)  a batch for each step; the label of image i is i
  sgd_before.npy   learned values, in order of the layers and as in a weight file
  sgd_after.npy    the same after ten steps, then mean and variance of each batch norm
  sgd_losses.npy   (10,)
  sgd_curve.npy    (200,) losses of 200 steps at a lower rate, over the ten batches again and again, until they are known
"""
import copy
import pathlib

import numpy
import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent
STEPS = 10
RATE = 0.05
MOMENTUM = 0.9
CURVE_STEPS = 200
CURVE_RATE = 0.005


class Layer(nn.Module):
    """A convolution with batch norm, an activation and a residual."""

    def __init__(self, into, out, kernel=1, stride=1, groups=1, activation=True):
        super().__init__()
        self.linear = nn.Conv2d(into, out, kernel, stride, kernel // 2, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(out, eps=numpy.float32(0.001).item(), momentum=0.1)
        self.activation = nn.ReLU6() if activation else nn.Identity()

    def forward(self, value, residual=0.0):
        return self.activation(self.norm(self.linear(value)) + residual)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([
            Layer(3, 8, 3, 2),
            Layer(8, 8, 3, 1, groups=8),
            Layer(8, 16),
            Layer(16, 24),
            Layer(24, 24, 3, 1, groups=24),
            Layer(24, 16, activation=False),
            Layer(16, 16, 3, 2, groups=16),
            Layer(16, 24),
        ])
        self.logits = nn.Linear(24, 4)

    def forward(self, value):
        for layer in self.layers[:3]:
            value = layer(value)
        block_input = value
        value = self.layers[5](self.layers[4](self.layers[3](value)), block_input)
        for layer in self.layers[6:]:
            value = layer(value)
        return self.logits(value.mean((2, 3)))


def as_in_file(weights):
    if weights.dim() == 2:
        return weights.T
    if weights.shape[1] == 1 and weights.shape[2] == 3:
        return weights.permute(2, 3, 0, 1)
    return weights.permute(2, 3, 1, 0)


def learned(network):
    values = []
    for layer in network.layers:
        values += [as_in_file(layer.linear.weight), layer.norm.weight, layer.norm.bias]
    return values + [as_in_file(network.logits.weight), network.logits.bias]


def statistics(network):
    return [value for layer in network.layers for value in (layer.norm.running_mean, layer.norm.running_var)]


def save(name, tensors):
    flat = numpy.concatenate([tensor.detach().numpy().ravel() for tensor in tensors])
    numpy.save(HERE / f"sgd_{name}.npy", flat.astype("<f4"))


def descend(network, images, rate, steps):
    """The losses of so many steps, over the batches again and again."""
    descent = torch.optim.SGD(network.parameters(), lr=rate, momentum=MOMENTUM)
    losses = []
    for step in range(steps):
        descent.zero_grad()
        loss = nn.functional.cross_entropy(network(images[step % len(images)].permute(0, 3, 1, 2)), torch.arange(4))
        loss.backward()
        descent.step()
        losses.append(loss)
    return torch.stack(losses)


def main():
    torch.manual_seed(4)
    torch.set_num_threads(1)
    network = Network().train()
    images = torch.randn(STEPS, 4, 16, 16, 3)
    for layer in network.layers:
        nn.init.uniform_(layer.norm.weight, 0.5, 1.5)
        nn.init.uniform_(layer.norm.bias, 0.0, 1.0)
    network.double()
    begin = copy.deepcopy(network)
    save("before", learned(network))
    numpy.save(HERE / "sgd_images.npy", images.numpy())
    save("losses", [descend(network, images.double(), RATE, STEPS)])
    save("after", learned(network) + statistics(network))
    save("curve", [descend(begin, images.double(), CURVE_RATE, CURVE_STEPS)])


if __name__ == "__main__":
    main()

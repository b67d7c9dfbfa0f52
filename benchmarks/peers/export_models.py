#!/usr/bin/python3
"""Writes the race's networks for every peer: NAME.onnx, and NAME.txt with NAME.bin for those that take a layer list.

MobileNet V1 with batch norm folded, ReLU6, global average pool, 1000 classes, softmax; random weights, the same in both
forms. Padding is 1 on every side of a 3x3 filter, because a peer should not pay for a Pad node: the extents and the
multiply-adds are those of SAME padding.

Lines of NAME.txt: `input SIDE`, then per layer `conv IN OUT STRIDE`, `depthwise CHANNELS STRIDE`, `pointwise IN OUT`,
`linear IN OUT`. NAME.bin has the weights as float32 in that order, each layer's filter (out, height, width, in), then
its bias; a depthwise filter is (height, width, channels).
"""
import argparse
import pathlib

import torch
from torch import nn

BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
CLASSES = 1000


def layers_of(alpha):
    def scaled(channels):
        return max(8, int(channels * alpha))

    channels = scaled(32)
    layers = [("conv", 3, channels, 2)]
    for out, stride in BLOCKS:
        layers.append(("depthwise", channels, stride))
        layers.append(("pointwise", channels, scaled(out)))
        channels = scaled(out)
    return layers + [("linear", channels, CLASSES)]


def module_of(layer):
    kind, channels = layer[0], layer[1]
    if kind == "conv":
        return nn.Conv2d(channels, layer[2], 3, layer[3], 1)
    if kind == "depthwise":
        return nn.Conv2d(channels, channels, 3, layer[2], 1, groups=channels)
    if kind == "pointwise":
        return nn.Conv2d(channels, layer[2], 1)
    return nn.Linear(channels, layer[2])


class Network(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList(module_of(layer) for layer in layers)
        for module in self.layers:
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            nn.init.normal_(module.bias, std=0.1)

    def forward(self, x):
        for module in self.layers[:-1]:
            x = nn.functional.relu6(module(x))
        # ReduceMean and Flatten would be one more kind of node than OpenCV fuses; this is what torchvision exports.
        x = nn.functional.adaptive_avg_pool2d(x, 1).flatten(1)
        return self.layers[-1](x).softmax(1)


def filter_of(layer, module):
    weight = module.weight.detach()
    if layer[0] == "depthwise":
        return weight[:, 0].permute(1, 2, 0)
    return weight.permute(0, 2, 3, 1) if weight.dim() == 4 else weight


class Identity(nn.Module):
    """What a call costs by itself: the input goes in, and as little as the networks give comes out."""

    def forward(self, x):
        return x[:, :1, :1, :1] * 1.0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="+", help="v1-ALPHA-SIDE")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for name in arguments.names:
        alpha, side = float(name.split("-")[1]), int(name.split("-")[2])
        torch.manual_seed(1)
        layers = layers_of(alpha)
        network = Network(layers).eval()
        image = torch.zeros(1, 3, side, side)
        target = str(arguments.folder / name)
        # Opset 10: OpenCV 4.6 rejects the Clip of later ones.
        torch.onnx.export(network, image, target + ".onnx", opset_version=10, input_names=["x"], output_names=["y"])
        torch.onnx.export(Identity(), image, target + ".identity.onnx", opset_version=10, input_names=["x"],
                          output_names=["y"])
        with open(target + ".txt", "w") as text, open(target + ".bin", "wb") as data:
            print("input", side, file=text)
            for layer, module in zip(layers, network.layers):
                print(*layer, file=text)
                data.write(filter_of(layer, module).contiguous().numpy().tobytes())
                data.write(module.bias.detach().numpy().tobytes())


if __name__ == "__main__":
    main()

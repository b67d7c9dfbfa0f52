#!/usr/bin/python3
"""Training in PyTorch: torch_training_peer.py v1-ALPHA-SIDE THREADS STEPS BATCH nchw|channels-last

The network of training_benchmark.cc: MobileNet V1 with batch norm after every convolution, ReLU6, mean and a linear
layer of 1000 classes. A step is the forward, softmax cross-entropy, and the backward of all weights."""
import sys
import time

import torch
from torch import nn

WARM_UP = 2
BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
          (1024, 2), (1024, 1)]


def mobilenet_v1(alpha, classes):
    def scaled(channels):
        return max(8, int(channels * alpha))

    def block(into, out, **options):
        return [nn.Conv2d(into, out, bias=False, **options), nn.BatchNorm2d(out, eps=1e-3), nn.ReLU6(inplace=True)]

    channels = scaled(32)
    layers = block(3, channels, kernel_size=3, stride=2, padding=1)
    for out, stride in BLOCKS:
        layers += block(channels, channels, kernel_size=3, stride=stride, padding=1, groups=channels)
        layers += block(channels, scaled(out), kernel_size=1)
        channels = scaled(out)
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


def peak_megabytes():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def main():
    name, threads, steps, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    order = torch.channels_last if sys.argv[5] == "channels-last" else torch.contiguous_format
    _, alpha, side = name.split("-")
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    imported = peak_megabytes()
    network = mobilenet_v1(float(alpha), 1000).to(memory_format=order).train()
    images = torch.randn(batch, 3, int(side), int(side)).to(memory_format=order)
    labels = torch.arange(batch) % 1000
    times = []
    for step in range(-WARM_UP, steps):
        start = time.perf_counter()
        network.zero_grad(set_to_none=False)
        nn.functional.cross_entropy(network(images), labels).backward()
        if step >= 0:
            times.append(time.perf_counter() - start)
    times.sort()
    print(f"images_per_s={batch / times[len(times) // 2]:.2f} best={batch / times[0]:.2f} "
          f"peak_mb={peak_megabytes():.0f} imported_mb={imported:.0f}")


if __name__ == "__main__":
    main()

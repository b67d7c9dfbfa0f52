#!/usr/bin/env python3
"""Makes the HDF5 files of this folder: python3 make_keras_h5.py    # Debian 12: python3-h5py

Element i of each tensor is i / 8, which all three float types hold exactly.
"""

import json

import h5py
import numpy as np


def values(shape, dtype):
    return (np.arange(np.prod(shape)) / 8).reshape(shape).astype(dtype)


def add_layer(root, name, tensors, nested=None):
    group = root.create_group(name)
    prefix = nested or name
    group.attrs["weight_names"] = [f"{prefix}/{tensor}:0".encode() for tensor in tensors]
    for tensor, value in tensors.items():
        group.create_dataset(f"{prefix}/{tensor}:0", data=value)


# A whole model: the layers in a group, the attributes as h5py writes Python's str (texts of any length).
with h5py.File("keras_model.h5", "w") as file:
    root = file.create_group("model_weights")
    root.attrs["layer_names"] = ["input_1", "conv1", "inner"]
    file.attrs["model_config"] = json.dumps({"class_name": "Functional", "config": {"layers": []}})
    root.create_group("input_1").attrs["weight_names"] = []  # as Keras does
    add_layer(root, "conv1", {"kernel": values((3, 3, 1, 2), "f4"), "bias": values((2,), "f8")})
    add_layer(root, "inner", {"gamma": values((5,), "f2"), "scalar": np.float32(0.125)}, nested="inner_bn")

# What is refused, one file each. Weights alone: the attributes at the root, texts of a fixed length.
def write(name, fill, names=(b"conv1/kernel:0",), libver="earliest"):
    with h5py.File(name, "w", libver=libver) as file:
        file.attrs["layer_names"] = [b"conv1"]
        group = file.create_group("conv1")
        group.attrs["weight_names"] = list(names)
        fill(group)


write("weights.h5", lambda g: g.create_dataset("conv1/kernel:0", data=values((2, 3), "f4")))
write("latest.h5", lambda g: g.create_dataset("conv1/kernel:0", data=values((2, 3), "f4")), libver="latest")
write("compressed.h5", lambda g: g.create_dataset("conv1/kernel:0", data=values((2, 3), "f4"), compression="gzip"))
write("integers.h5", lambda g: g.create_dataset("conv1/kernel:0", data=values((2, 3), "i4")))
write("big_endian.h5", lambda g: g.create_dataset("conv1/kernel:0", data=values((2, 3), ">f4")))
write("external_data.h5", lambda g: g.create_dataset("conv1/kernel:0", (2, 3), "f4", external=[("other.bin", 0, 24)]))
write("external_link.h5", lambda g: g.__setitem__("conv1", h5py.ExternalLink("weights.h5", "conv1/conv1")))
write("soft_link.h5", lambda g: g.__setitem__("conv1", h5py.SoftLink("/conv1")))
write("empty.h5", lambda g: g.create_dataset("conv1/kernel:0", (2, 3), "f4"))
write("twice.h5", lambda g: g.create_dataset("conv1/kernel:0", data=values((2, 3), "f4")), names=[b"conv1/kernel:0"] * 2)
write("missing.h5", lambda g: None)
with h5py.File("not_keras.h5", "w") as file:
    file.create_dataset("x", data=values((2, 3), "f4"))

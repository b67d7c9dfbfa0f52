#!/usr/bin/env python3
"""Makes the small models of this folder and golden.json, the outputs of each computed by PyTorch.

    python3 make_import_models.py        # Debian 12: python3-torch python3-torchvision python3-onnx python3-h5py

Networks are the usual ones with as few channels as they can have, with random weights and batch norm statistics. Every
output is computed by PyTorch 1.13 in float64 from the same weights, for the input of `picture`. The tests allow 1e-4.
"""

import ctypes
import json
import struct

import h5py
import numpy as np
import onnx
import torch
import torchvision
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional

LIBHDF5 = ctypes.CDLL("libhdf5_serial.so.103")  # h5py does not offer all of it

CLASSES = 5
CHANNELS = 8  # everywhere: alpha 1/128 of MobileNet V1
STRIDES = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1]
LARGE = 200  # elements; larger tensors of the V2 file are not stored but made by `formula`


def picture(size):
    """(1, 3, size, size), exact in float32."""
    y, x, c = np.meshgrid(np.arange(size), np.arange(size), np.arange(3), indexing="ij")
    values = ((31 * y + 17 * x + 7 * c + x * y) % 64) / 32 - 1
    return torch.tensor(values.transpose(2, 0, 1)[None].astype(np.float32))


def formula(shape):
    """Weights around 0, by how many each output sums up; statistics around 1."""
    values = (np.arange(np.prod(shape), dtype=np.int64) * 7919) % 2003 / 2003 - 0.5
    fan = np.prod(shape[1:], dtype=np.int64)
    scaled = 1 + 0.5 * values if len(shape) == 1 else values * np.sqrt(24 / fan)
    return scaled.astype(np.float32).reshape(shape)


def randomise(model, seed):
    """Weights that keep activations around 1, and statistics that are not those of a fresh batch norm."""
    torch.manual_seed(seed)
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, nn.Conv2d):
                fan = module.weight[0].numel()
                module.weight.normal_(0, (2 / fan) ** 0.5)
            elif isinstance(module, nn.BatchNorm2d):
                module.weight.uniform_(0.7, 1.3)
                module.bias.normal_(0.1, 0.2)
                module.running_mean.normal_(0, 0.2)
                module.running_var.uniform_(0.5, 1.5)
            elif isinstance(module, nn.Linear):
                module.weight.normal_(0, 0.3)
                module.bias.normal_(0, 0.3)
    return model.eval()


class TorchV1(nn.Module):
    """The names that PyTorch code mostly gives MobileNet V1; symmetric padding."""

    def __init__(self, activation, pool):
        super().__init__()

        def conv(inputs, outputs, kernel, stride=1, groups=1):
            return [
                nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
                nn.BatchNorm2d(outputs),
                activation(),
            ]

        blocks = [nn.Sequential(*conv(3, CHANNELS, 3, 2))]
        for stride in STRIDES:
            pair = conv(CHANNELS, CHANNELS, 3, stride, CHANNELS) + conv(CHANNELS, CHANNELS, 1)
            blocks.append(nn.Sequential(*pair))
        self.model = nn.Sequential(*blocks)
        self.pool = pool
        self.fc = nn.Linear(CHANNELS, CLASSES)

    def forward(self, x):
        return self.fc(self.pool(self.model(x)))


class KerasV1(nn.Module):
    """MobileNet V1 of keras.applications: SAME padding, epsilon 0.001, a 1x1 convolution as classifier."""

    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleDict()
        self.norms = nn.ModuleDict()
        self.add("conv1", nn.Conv2d(3, CHANNELS, 3, 2, bias=False))
        for i, stride in enumerate(STRIDES, start=1):
            self.add(f"conv_dw_{i}", nn.Conv2d(CHANNELS, CHANNELS, 3, stride, groups=CHANNELS, bias=False))
            self.add(f"conv_pw_{i}", nn.Conv2d(CHANNELS, CHANNELS, 1, bias=False))
        self.preds = nn.Conv2d(CHANNELS, CLASSES, 1)

    def add(self, name, conv):
        self.convs[name] = conv
        self.norms[name] = nn.BatchNorm2d(CHANNELS, eps=1e-3)

    def features(self, x):
        for name, conv in self.convs.items():
            if conv.kernel_size[0] == 3:
                total = [max((-(-size // conv.stride[0]) - 1) * conv.stride[0] + 3 - size, 0) for size in x.shape[2:]]
                x = functional.pad(x, (total[1] // 2, -(-total[1] // 2), total[0] // 2, -(-total[0] // 2)))
            x = functional.relu6(self.norms[name](conv(x)))
        return x

    def forward(self, x):
        return self.preds(self.features(x).mean([2, 3], keepdim=True)).flatten(1)


def output(function, model, size):
    model.double()
    with torch.no_grad():
        values = function(picture(size).double())
    model.float()
    return [float(value) for value in values.flatten()]


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, value in tensors.items():
        kind = {"float32": "F32", "int64": "I64"}[str(value.dtype)]
        header[name] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [len(data), len(data) + value.nbytes]}
        data += value.tobytes()
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def export(model, size, path, opset, folded):
    torch.onnx.export(
        model,
        picture(size),
        path,
        opset_version=opset,
        training=torch.onnx.TrainingMode.EVAL if folded else torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=folded,
    )


def strip_large(path):
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        if np.prod(tensor.dims) > LARGE:
            tensor.ClearField("raw_data")
    onnx.save(model, path)


def keras_tensors(model, layer):
    """(name, value) of a layer and its batch norm, in Keras' layouts."""
    weight = model.convs[layer].weight.detach().numpy()
    norm = model.norms[layer]
    depthwise = layer.startswith("conv_dw")
    kernel = weight.transpose(2, 3, 0, 1) if depthwise else weight.transpose(2, 3, 1, 0)
    yield layer, [("depthwise_kernel" if depthwise else "kernel", kernel)]
    yield layer + "_bn", [
        ("gamma", norm.weight.detach().numpy()),
        ("beta", norm.bias.detach().numpy()),
        ("moving_mean", norm.running_mean.numpy()),
        ("moving_variance", norm.running_var.numpy()),
    ]


def write_h5(path, model, top, dtype, whole):
    """As Keras 2 writes it: a whole model with its config, or weights alone."""
    layers = [("input_1", [])]
    for layer in model.convs:
        layers += keras_tensors(model, layer)
    if top:
        kernel = model.preds.weight.detach().numpy().transpose(2, 3, 1, 0)
        layers.append(("conv_preds", [("kernel", kernel), ("bias", model.preds.bias.detach().numpy())]))
    # Nodes for few members: the file gets small, and its trees have several levels.
    small = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    assert LIBHDF5.H5Pset_sym_k(ctypes.c_int64(small.id), ctypes.c_uint(2), ctypes.c_uint(1)) == 0
    tight = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    tight.set_fclose_degree(h5py.h5f.CLOSE_STRONG)
    assert LIBHDF5.H5Pset_meta_block_size(ctypes.c_int64(tight.id), ctypes.c_uint64(0)) == 0
    with h5py.File(h5py.h5f.create(path.encode(), h5py.h5f.ACC_TRUNC, small, tight)) as file:
        root = file.create_group("model_weights") if whole else file
        root.attrs["layer_names"] = [name.encode() for name, _ in layers]
        root.attrs["backend"] = "tensorflow"
        for name, tensors in layers:
            group = root.create_group(name)
            group.attrs["weight_names"] = [f"{name}/{tensor}:0".encode() for tensor, _ in tensors]
            for tensor, value in tensors:
                group.create_dataset(f"{name}/{tensor}:0", data=np.ascontiguousarray(value.astype(dtype)),
                                     track_times=False)
        if whole:
            shape = [None, 64, 48, 3]
            layer = {"class_name": "InputLayer", "config": {"batch_input_shape": shape, "name": "input_1"}}
            file.attrs["keras_version"] = "2.11.0"
            file.attrs["model_config"] = json.dumps({"class_name": "Functional", "config": {"layers": [layer]}})


def write_same_onnx(path, model, size):
    """As converters from TensorFlow write it: (N, H, W, C) at both ends, padding by name, batch norm apart."""
    nodes, constants = [], []

    def constant(name, value):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    nodes.append(helper.make_node("Transpose", ["images"], ["x"], perm=[0, 3, 1, 2]))
    last = "x"
    for name, conv in model.convs.items():
        weight = constant(name + "/w", conv.weight.detach().numpy())
        nodes.append(
            helper.make_node("Conv", [last, weight], [name], auto_pad="SAME_UPPER", strides=list(conv.stride),
                             group=conv.groups, kernel_shape=list(conv.kernel_size)))
        norm = model.norms[name]
        statistics = [norm.weight, norm.bias, norm.running_mean, norm.running_var]
        names = [constant(f"{name}/{i}", value.detach().numpy()) for i, value in enumerate(statistics)]
        nodes.append(helper.make_node("BatchNormalization", [name, *names], [name + "/bn"], epsilon=1e-3))
        last = name + "/relu6"
        limits = [constant(f"{name}/low", np.float32(0)), constant(f"{name}/high", np.float32(6))]
        nodes.append(helper.make_node("Clip", [name + "/bn", *limits], [last]))
    nodes.append(helper.make_node("ReduceMean", [last, constant("axes", np.array([2, 3]))], ["pool"], keepdims=0))
    kernel = model.preds.weight.detach().numpy()[:, :, 0, 0].T
    nodes.append(helper.make_node("MatMul", ["pool", constant("kernel", kernel)], ["product"]))
    nodes.append(helper.make_node("Add", ["product", constant("bias", model.preds.bias.detach().numpy())], ["logits"]))
    nodes.append(helper.make_node("Softmax", ["logits"], ["probabilities"]))
    graph = helper.make_graph(
        nodes, "same", [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, size, size, 3])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [1, CLASSES])], constants)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8), path)


def main():
    golden = {}

    model = randomise(TorchV1(nn.ReLU, nn.Sequential(nn.AvgPool2d(2), nn.Flatten())), 1)
    export(model, 64, "torch_v1_relu_opset10.onnx", 10, folded=True)
    write_safetensors("torch_v1_relu.safetensors", {name: value.numpy() for name, value in model.state_dict().items()})
    golden["torch_v1_relu"] = {"size": 64, "outputs": output(model, model, 64)}

    pool = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.5))
    model = randomise(TorchV1(nn.ReLU6, pool), 2)
    export(model, 50, "torch_v1_relu6_opset13.onnx", 13, folded=False)
    golden["torch_v1_relu6"] = {"size": 50, "outputs": output(model, model, 50)}

    model = randomise(torchvision.models.mobilenet_v2(width_mult=0.05, num_classes=CLASSES), 3)
    with torch.no_grad():
        for tensor in model.state_dict().values():
            if tensor.numel() > LARGE:
                tensor.copy_(torch.tensor(formula(tuple(tensor.shape))))
    export(model, 48, "torch_v2_opset13.onnx", 13, folded=False)
    strip_large("torch_v2_opset13.onnx")
    golden["torch_v2"] = {"size": 48, "outputs": output(model, model, 48)}

    model = randomise(KerasV1(), 4)
    with torch.no_grad():
        model.preds.weight.normal_(0, 0.3)
        model.preds.bias.normal_(0, 0.3)
    write_h5("keras_v1.h5", model, top=True, dtype="float32", whole=True)
    write_same_onnx("keras_v1_opset18.onnx", model, 64)
    golden["keras_v1"] = {"size": 64, "outputs": output(model, model, 64)}
    # Float16 weights are not those of float32: they are what the outputs are computed from.
    for tensor in model.state_dict().values():
        if tensor.is_floating_point():
            tensor.copy_(tensor.half().float())
    write_h5("keras_v1_no_top.h5", model, top=False, dtype="float16", whole=False)
    golden["keras_v1_no_top"] = {"size": 64, "outputs": output(lambda x: model.features(x).permute(0, 2, 3, 1), model, 64)}

    with open("golden.json", "w") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()

// ONNX files of convolutional networks, opsets 7 to 18, whatever program exported them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/weights/op_graph.h"

namespace godwit::core {

// Whether the bytes begin as those of an ONNX model do. The format has no signature; this tells it from every other
// format that Godwit reads, not from other protocol buffers.
bool IsOnnx(const std::filesystem::path& path);

// Reads the graph: Conv (dense or depthwise, square, not dilated), BatchNormalization, Clip, Relu, Add,
// GlobalAveragePool, ReduceMean and AveragePool over the whole map, Flatten, Reshape, Squeeze, Gemm, MatMul, Softmax,
// Pad, Transpose between the orders of axes, Constant, Identity, Dropout. Operations are folded (FoldOps), weights are
// in Godwit's layouts, shapes are (N, H, W, C).
// Errors are kModel, naming the file and the operation: one of another kind or with settings beyond the above, another
// opset or domain, weights that are missing, of another type than float16/32/64 or in other files (external data). The
// parsed file takes a few times its size in memory, the graph at most twice.
Result<OpGraph> ReadOnnx(const std::filesystem::path& path);

// The same for bytes in memory (tests, fuzzing). `name` is for messages.
Result<OpGraph> ParseOnnx(std::span<const std::byte> bytes, const std::string& name);

}  // namespace godwit::core

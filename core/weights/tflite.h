// TensorFlow Lite files: flatbuffers of the schema that tflite.fbs describes in part.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/weights/op_graph.h"

namespace godwit::core {

// True where the file's identifier says so.
bool IsTflite(const std::filesystem::path& path);

// Reads the one network of a file. Weights may be float32, float16, uint8 or int8 (one scale, or one a channel) and are
// dequantised; the integers stay beside them. An operation without an activation whose 8-bit result starts at zero gets
// the clamp that this means, since converters leave out a ReLU that saturation does anyway.
// Errors are kModel and name the file: damage, several networks, an operation, data type or setting that none of ours
// has (naming the operation), weights that the file lacks or that do not fit. Allocates at most twice as many floats as
// the file has bytes, besides small things.
Result<OpGraph> ReadTflite(const std::filesystem::path& path);

// What ReadTflite does to bytes that are already in memory (tests, fuzzing). `name` is for messages. Requires bytes
// that start at a multiple of 8.
Result<OpGraph> ParseTflite(std::span<const std::byte> bytes, const std::string& name);

}  // namespace godwit::core

// TensorFlow.js weight files: a model.json (graph model or layers model) or a bare weights manifest beside binary
// shards. A manifest is a list of groups {paths, weights: [{name, shape, dtype, quantization?}]}; the bytes of a
// group's paths, joined, hold its weights back to back, unaligned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/function_ref.h"
#include "core/base/result.h"
#include "core/tensor/buffer.h"
#include "core/weights/weight_table.h"

namespace godwit::core {

// Decoded weights: quantised tensors are widened to float32 (value = float32(double(q) * scale + min), one rounding),
// int32 stays int32, bool becomes uint8. The table's bytes point into `storage`, aligned to 64 bytes. Move-only.
struct TfjsWeights {
  WeightTable tensors;
  Buffer storage;
  nlohmann::json topology;  // "modelTopology" as it stands in the file; null for a bare manifest
};

// True where the file looks like one that ReadTfjs takes: JSON with a weights manifest.
bool IsTfjs(const std::filesystem::path& path);

// Reads the manifest at `json_path` and its shards (paths relative to its folder; absolute paths and ".." are refused).
// Errors are kModel: unreadable, no manifest, a shard missing, named twice or of the wrong total size, an unknown
// dtype, a duplicate name, a shape whose size overflows; the message names the file and the tensor. Allocates at most
// four times the bytes that the files really have.
Result<TfjsWeights> ReadTfjs(const std::filesystem::path& json_path);

// Appends the bytes of the shard `path`, a checked relative path; more than `max_bytes` are an error.
using ShardReader =
    FunctionRef<Result<>(const std::string& path, std::uint64_t max_bytes, std::vector<std::byte>& bytes)>;

// What ReadTfjs does to a manifest and shards that are already in memory (tests, fuzzing). `name` is for messages.
Result<TfjsWeights> ParseTfjs(std::string_view text, const std::string& name, ShardReader read_shard);

}  // namespace godwit::core

// Weight files of Keras 1 and 2 (.h5, .hdf5): HDF5 with an attribute "layer_names" at the root (weights alone) or in
// the group "model_weights" (a whole model, whose attribute "model_config" is its JSON). Each layer is a group with an
// attribute "weight_names", whose entries, e.g. "conv1/kernel:0", are datasets below it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <list>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/weights/weight_table.h"

namespace godwit::core {

// Tensors under the names that the TensorFlow.js export of the same model has: "conv1/kernel". float32 and float16
// stand for themselves, float64 is rounded to float32. Move-only.
struct KerasWeights {
  WeightTable tensors;
  nlohmann::json topology;  // {"model_config": ...} as in TfjsWeights, or null

  std::vector<std::byte> file;                // what tensors point into,
  std::list<std::vector<float>> conversions;  // and this
};

// True where the file is HDF5.
bool IsHdf5(const std::filesystem::path& path);

// Errors are kModel and name the file and the layer or tensor: not Keras' layout, damaged, cut off, a tensor listed
// twice, of another type, compressed or outside the file. Allocates about twice the size of the file at most.
Result<KerasWeights> ReadKerasH5(const std::filesystem::path& path);

// The same for bytes in memory (tests, fuzzing). `name` is for messages.
Result<KerasWeights> ParseKerasH5(std::vector<std::byte> bytes, const std::string& name);

}  // namespace godwit::core

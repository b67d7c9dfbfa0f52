// Weight files of every known program, told apart by what is in them.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "workflows/model_import.h"

namespace godwit::workflows {

// Reads Godwit's own files, and translates those of TensorFlow Lite and TensorFlow.js, Keras (HDF5), PyTorch
// (safetensors) and ONNX. A network of TensorFlow Lite may come in parts, `file` and what follows it. Errors: kModel,
// naming the file: what it is instead, where that can be told; damaged; a network that is not known. kUsage for parts
// of another format.
core::Result<ImportedModel> ReadAnyModel(const std::filesystem::path& file,
                                         const std::vector<std::filesystem::path>& more_parts = {});

}  // namespace godwit::workflows

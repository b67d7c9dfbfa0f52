#include "workflows/read_model.h"

#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/weights/keras_h5.h"
#include "core/weights/onnx.h"
#include "core/weights/safetensors.h"
#include "core/weights/tfjs.h"
#include "core/weights/tflite.h"
#include "workflows/import_graph.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

std::string StartOf(const fs::path& path) {
  std::array<char, 16> bytes{};
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), bytes.size());
  return {bytes.data(), static_cast<std::size_t>(file.gcount())};
}

// Its header begins behind eight bytes that tell its length.
bool IsSafetensors(const fs::path& path) {
  const std::string start = StartOf(path);
  return start.size() > 8 && start[8] == '{';
}

// What a file is that cannot be imported, and what to do; empty where it is anybody's guess.
std::string_view AdviceFor(const fs::path& path) {
  struct Known {
    std::string_view start;
    std::string_view advice;
  };
  using namespace std::string_view_literals;
  static constexpr std::array<Known, 9> kKnown{{
      {"PK\x03\x04"sv,
       "a zip archive, e.g. a PyTorch checkpoint or a .keras file; save its weights as .safetensors or .h5"sv},
      {"\x80\x02"sv, "a Python pickle, e.g. an old PyTorch checkpoint; save its weights as .safetensors"sv},
      {"\x1F\x8B"sv, "a gzip archive; unpack it first"sv},
      {"\xFF\xD8\xFF"sv, "a picture"sv},
      {"\x89PNG"sv, "a picture"sv},
      {"{"sv, "JSON, but no manifest of TensorFlow.js weights"sv},
      {"["sv, "JSON, but no manifest of TensorFlow.js weights"sv},
      {"\x0A"sv, "perhaps a TensorFlow graph (.pb); export it as .h5, .onnx or TensorFlow.js"sv},
      {"\x93NUMPY"sv, "a NumPy array"sv},
  }};
  const std::string start = StartOf(path);
  for (const Known& known : kKnown) {
    if (start.starts_with(known.start)) {
      return known.advice;
    }
  }
  return start.empty() ? "empty" : "of a kind that is not known";
}

// A network in parts, each of which reads what the one before gives.
core::Result<ImportedModel> ReadTfliteParts(const fs::path& first, const std::vector<fs::path>& more) {
  auto graph = core::ReadTflite(first);
  for (std::size_t i = 0; graph && i < more.size(); ++i) {
    auto part = core::ReadTflite(more[i]);
    graph = part ? core::JoinGraphs(*std::move(graph), *std::move(part)) : core::Forward(part);
  }
  return graph ? TranslateGraph(*graph) : core::Forward(graph);
}

core::Result<ImportedModel> ReadSafetensors(const fs::path& file) {
  auto weights = core::SafetensorsFile::Open(file);
  if (!weights) {
    return core::Forward(weights);
  }
  if (!weights->metadata().contains(std::string(core::kModelCardKey))) {
    return TranslateWeights(weights->tensors(), nullptr, file.string());
  }
  auto card = core::ReadModelCard(weights->metadata(), file.string());
  if (!card) {
    return core::Forward(card);
  }
  if (card->sha256 != core::Sha256(weights->tensors())) {
    return core::Fail(ErrorKind::kModel, "{}: damaged: the weights are not those that its model card tells of",
                      file.string());
  }
  ImportedModel model;
  model.card = *std::move(card);
  for (const auto& [name, tensor] : weights->tensors()) {
    model.Add(name, tensor.dtype, tensor.shape, {tensor.bytes.begin(), tensor.bytes.end()});
  }
  return model;
}

}  // namespace

core::Result<ImportedModel> ReadAnyModel(const fs::path& file, const std::vector<fs::path>& more_parts) {
  if (core::IsTflite(file)) {
    return ReadTfliteParts(file, more_parts);
  }
  if (!more_parts.empty()) {
    return core::Fail(ErrorKind::kUsage,
                      "name one file: only TensorFlow Lite networks come in parts (the shards of TensorFlow.js are "
                      "found by the names in the JSON file)");
  }
  if (core::IsTfjs(file)) {
    auto weights = core::ReadTfjs(file);
    return weights ? TranslateWeights(weights->tensors, weights->topology, file.string()) : core::Forward(weights);
  }
  if (core::IsHdf5(file)) {
    auto weights = core::ReadKerasH5(file);
    return weights ? TranslateWeights(weights->tensors, weights->topology, file.string()) : core::Forward(weights);
  }
  if (IsSafetensors(file)) {
    return ReadSafetensors(file);
  }
  if (core::IsOnnx(file)) {
    auto graph = core::ReadOnnx(file);
    return graph ? TranslateGraph(*graph) : core::Forward(graph);
  }
  return core::Fail(ErrorKind::kModel,
                    "{}: cannot be imported: it is {}; Godwit reads networks of TensorFlow Lite (.tflite), "
                    "TensorFlow.js (model.json, manifests), Keras (.h5), PyTorch (.safetensors), ONNX and its own",
                    file.string(), AdviceFor(file));
}

}  // namespace godwit::workflows

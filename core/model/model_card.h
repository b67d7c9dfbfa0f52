// What a weight file says of itself: the JSON under the metadata key "godwit" of a safetensors file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/image/preprocess.h"
#include "core/ops/activation.h"
#include "core/ops/padding.h"

namespace godwit::core {

// Name and published id of one output class. Columns that the label set leaves unused have an empty name.
struct ClassLabel {
  int id = 0;
  std::string name;
  bool operator==(const ClassLabel&) const = default;
};

// How good a model was measured to be.
struct MeasuredQuality {
  std::string measure;  // "AP": COCO's
  double value = 0;     // 0 to 1
  int input = 0;        // side of the network's input, pixels
  std::string data;     // on what, for a person: "128 photos of COCO val2017"
  bool operator==(const MeasuredQuality&) const = default;
};

struct ModelCard {
  std::string id;            // the file's stem, e.g. "coco-ssdlite-mobilenet-v2"
  std::string task;          // "detect", "faces", "classify", "locate", "embed", "features" (a backbone without a head)
  std::string architecture;  // name of the function that builds the layers, e.g. "ssdlite_mobilenet_v2"
  double alpha = 1.0;        // width multiplier
  Padding padding = Padding::kSame;            // optional in the file: "same" or "symmetric"
  Activation activation = Activation::kRelu6;  // optional in the file: "relu6" or "relu"
  int input_width = 0;                         // pixels; the rho of the paper is input / 224
  int input_height = 0;
  Preprocessing preprocessing;
  nlohmann::json head = nlohmann::json::object();  // settings that only the head reads
  std::vector<ClassLabel> labels;                  // by output column, background left out
  std::string licence;                             // SPDX identifier
  std::string source;                              // where the weights come from, for a person
  std::vector<MeasuredQuality> quality;            // optional in the file
  std::string sha256;                              // Sha256(WeightTable) when the file was written
};

inline constexpr std::string_view kModelCardKey = "godwit";

// Reads the card out of a weight file's metadata. Errors: kModel, naming `file` and the missing or wrong entry.
Result<ModelCard> ReadModelCard(const std::map<std::string, std::string>& metadata, const std::string& file);

// Has the network look at photos at another size (square, in pixels) than it was trained on: the paper's resolution
// multiplier. None: as it is. Errors: kUsage: below 32, which five layers halve, or above 2048.
Result<> SetInputSide(ModelCard& card, std::optional<int> side);

// The metadata entry for WriteSafetensors.
std::map<std::string, std::string> WriteModelCard(const ModelCard& card);

}  // namespace godwit::core

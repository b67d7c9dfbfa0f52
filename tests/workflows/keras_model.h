// A MobileNet V1 as Keras' TensorFlow.js export writes it, with made-up weights: small, and the same on every run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/temporary_folder.h"

namespace godwit::tests {

using KerasTensors = std::vector<std::pair<std::string, std::vector<int>>>;  // name, shape

// alpha 0.25.
inline KerasTensors KerasMobileNetV1(int classes) {
  KerasTensors tensors{{"conv1/kernel", {3, 3, 3, 8}}};
  const auto batch_norm = [&](const std::string& layer, int channels) {
    for (const char* name : {"gamma", "beta", "moving_mean", "moving_variance"}) {
      tensors.emplace_back(layer + "_bn/" + name, std::vector<int>{channels});
    }
  };
  batch_norm("conv1", 8);
  constexpr int kOutputs[] = {16, 32, 32, 64, 64, 128, 128, 128, 128, 128, 128, 256, 256};
  int channels = 8;
  for (int i = 1; i <= 13; ++i) {
    const std::string depthwise = "conv_dw_" + std::to_string(i);
    const std::string pointwise = "conv_pw_" + std::to_string(i);
    const int outputs = kOutputs[i - 1];
    tensors.emplace_back(depthwise + "/depthwise_kernel", std::vector<int>{3, 3, channels, 1});
    batch_norm(depthwise, channels);
    tensors.emplace_back(pointwise + "/kernel", std::vector<int>{1, 1, channels, outputs});
    batch_norm(pointwise, outputs);
    channels = outputs;
  }
  tensors.emplace_back("conv_preds/kernel", std::vector<int>{1, 1, 256, classes});
  tensors.emplace_back("conv_preds/bias", std::vector<int>{classes});
  return tensors;
}

// Layers of a model's configuration: pictures of one size, and `more`.
inline nlohmann::json KerasLayers(int height, int width, const nlohmann::json& more = nlohmann::json::array()) {
  nlohmann::json layers{
      {{"class_name", "InputLayer"}, {"config", {{"batch_input_shape", {nullptr, height, width, 3}}}}}};
  layers.insert(layers.end(), more.begin(), more.end());
  return layers;
}

// Writes model.json and one shard; returns the path of the former. All values are 1/64.
inline std::filesystem::path WriteKerasModel(const std::filesystem::path& folder, const KerasTensors& tensors,
                                             const nlohmann::json& layers = KerasLayers(96, 96)) {
  nlohmann::json weights = nlohmann::json::array();
  std::size_t elements = 0;
  for (const auto& [name, shape] : tensors) {
    weights.push_back({{"name", name}, {"shape", shape}, {"dtype", "float32"}});
    std::size_t size = 1;
    for (const int extent : shape) {
      size *= static_cast<std::size_t>(extent);
    }
    elements += size;
  }
  const std::vector<float> values(elements, 1.0F / 64);
  const nlohmann::json document{{"modelTopology", {{"model_config", {{"config", {{"layers", layers}}}}}}},
                                {"weightsManifest", {{{"paths", {"shard"}}, {"weights", weights}}}}};
  WriteFile(folder / "shard", {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)});
  WriteFile(folder / "model.json", document.dump());
  return folder / "model.json";
}

}  // namespace godwit::tests

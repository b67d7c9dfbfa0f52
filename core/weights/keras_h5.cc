#include "core/weights/keras_h5.h"

#include <array>
#include <cstring>
#include <fstream>
#include <string_view>
#include <utility>

#include "core/weights/files.h"
#include "core/weights/hdf5.h"
#include "core/weights/one_line.h"
#include "core/weights/strict_json.h"

namespace godwit::core {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 31;
constexpr int kMaxJsonDepth = 100;

// "conv1/kernel:0" is output 0 of the variable "conv1/kernel".
std::string VariableOf(std::string_view name) {
  constexpr std::string_view kOutput = ":0";
  return std::string(name.ends_with(kOutput) ? name.substr(0, name.size() - kOutput.size()) : name);
}

class Reader {
 public:
  Reader(Hdf5File file, const std::string& name, KerasWeights& weights)
      : file_(std::move(file)), name_(name), weights_(weights) {}

  Result<> Read() {
    std::string group;
    auto layers = file_.ReadStrings(group, "layer_names");
    if (layers && !*layers) {
      group = "model_weights";
      const auto whole_model = file_.Contains(group);
      if (!whole_model) {
        return tl::unexpected<Error>(whole_model.error());
      }
      if (!*whole_model) {
        return Fail(ErrorKind::kModel, "{}: is HDF5, but no weight file of Keras 1 or 2 (it has no 'layer_names')",
                    name_);
      }
      layers = file_.ReadStrings(group, "layer_names");
      group += "/";
    }
    if (!layers) {
      return Forward(layers);
    }
    for (const std::string& layer : layers->value_or(std::vector<std::string>())) {
      if (auto read = ReadLayer(group + layer); !read) {
        return read;
      }
    }
    return ReadConfig();
  }

 private:
  Result<> ReadLayer(const std::string& group) {
    auto names = file_.ReadStrings(group, "weight_names");
    if (!names) {
      return Forward(names);
    }
    for (const std::string& name : names->value_or(std::vector<std::string>())) {
      const auto floats = file_.ReadFloats(group + "/" + name);
      if (!floats) {
        return tl::unexpected<Error>(floats.error());
      }
      if (auto added = Add(VariableOf(name), *floats); !added) {
        return added;
      }
    }
    return {};
  }

  Result<> Add(const std::string& variable, const Hdf5Floats& floats) {
    WeightTensor tensor{.dtype = floats.element_bytes == 2 ? Dtype::kF16 : Dtype::kF32, .shape = floats.shape};
    tensor.bytes = floats.element_bytes == 8 ? Narrow(floats.bytes) : floats.bytes;
    total_bytes_ += floats.bytes.size();
    if (variable.empty() || total_bytes_ > weights_.file.size() ||
        !weights_.tensors.emplace(variable, std::move(tensor)).second) {
      return Fail(ErrorKind::kModel, "{}: tensor '{}' is listed twice; the file is damaged", name_, variable);
    }
    return {};
  }

  std::span<const std::byte> Narrow(std::span<const std::byte> doubles) {
    std::vector<float>& floats = weights_.conversions.emplace_back(doubles.size() / sizeof(double));
    for (std::size_t i = 0; i < floats.size(); ++i) {
      double value = 0;
      std::memcpy(&value, doubles.data() + i * sizeof(double), sizeof(double));
      floats[i] = static_cast<float>(value);
    }
    return std::as_bytes(std::span(floats));
  }

  Result<> ReadConfig() {
    auto config = file_.ReadStrings("", "model_config");
    if (!config) {
      return Forward(config);
    }
    if (*config && (*config)->size() == 1) {
      auto parsed = ParseStrictJson((*config)->front(), name_ + ": the attribute model_config", kMaxJsonDepth);
      if (!parsed) {
        return Forward(parsed);
      }
      weights_.topology = {{"model_config", *std::move(parsed)}};
    }
    return {};
  }

  Hdf5File file_;
  const std::string& name_;
  KerasWeights& weights_;
  std::uint64_t total_bytes_ = 0;
};

}  // namespace

bool IsHdf5(const fs::path& path) {
  static constexpr std::string_view kSignature{"\x89HDF\r\n\x1A\n", 8};
  std::array<char, kSignature.size()> start{};
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), start.size());
  return file && std::string_view(start.data(), start.size()) == kSignature;
}

Result<KerasWeights> ParseKerasH5(std::vector<std::byte> bytes, const std::string& name) {
  KerasWeights weights;
  weights.file = std::move(bytes);
  auto file = Hdf5File::Parse(weights.file, name);
  if (!file) {
    return Forward(file);
  }
  if (auto read = Reader(*std::move(file), name, weights).Read(); !read) {
    return tl::unexpected<Error>(OneLine(std::move(read).error()));
  }
  return weights;
}

Result<KerasWeights> ReadKerasH5(const fs::path& path) {
  std::vector<std::byte> bytes;
  if (auto read = AppendFile(path, kMaxFileBytes, ErrorKind::kModel, bytes); !read) {
    return Forward(read);
  }
  return ParseKerasH5(std::move(bytes), path.string());
}

}  // namespace godwit::core

// Moves tensors from another program's table to ours. Internal to the importers of this folder.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/weights/weight_table.h"
#include "workflows/model_import.h"

namespace godwit::workflows {

// Keeps the first thing that is wrong, and what nobody asked for, until Finish. `source` and `file` must outlive it.
class WeightTranslator {
 public:
  WeightTranslator(const core::WeightTable& source, const std::string& file) : source_(source), file_(file) {}

  void Copy(const std::string& from, const std::string& to);

  // A 1x1 convolution (1, 1, in, out) is the matrix (in, out).
  void CopyMatrix(const std::string& from, const std::string& to);

  // Depthwise weights times a factor for each channel, rounded once.
  void CopyScaled(const std::string& from, const std::string& scales_from, const std::string& to);

  // TensorFlow's names of the four parameters below `from`.
  void CopyBatchNorm(const std::string& from, const std::string& to);

  // Constants of the graph around the network, which anchors and preprocessing are made of.
  void Ignore(std::initializer_list<std::string_view> prefixes);

  // Marks a tensor as read, whatever it is.
  void Skip(const std::string& name) { read_.insert(name); }

  // Null, and the problem kept, where there is none of that name.
  const core::WeightTensor* Find(const std::string& name);
  void Reject(const std::string& name, std::string_view problem);

  // Errors: kModel, naming the file and the tensor.
  [[nodiscard]] core::Result<ImportedModel> Finish();

  ImportedModel model;

 private:
  const core::WeightTable& source_;
  const std::string& file_;
  std::set<std::string, std::less<>> read_;
  std::string problem_;
};

// What torchvision evaluates its models with: the shorter side to 256, its centre of 224, ImageNet's statistics.
core::Preprocessing TorchvisionPreprocessing();

// Fills the card of a classifier with `classes` outputs, whose labels are their numbers; without classes, of a backbone
// (task "features"). 1001 classes are ImageNet's with background in column 0: 1000 labels and "background" in the head.
// `card.alpha` must be set. Errors: kModel, for a width or number that no such network has.
core::Result<> DescribeClassifier(std::string architecture, std::optional<std::int64_t> classes,
                                  const std::string& file, core::ModelCard& card);

}  // namespace godwit::workflows

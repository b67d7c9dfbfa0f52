// What a photo looks like, as a vector: the last feature map of a backbone, averaged over the photo. Photos that look
// alike have vectors that point the same way, whatever the network was trained for.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/image/decode.h"
#include "core/model/model_card.h"
#include "core/model/network.h"

namespace godwit::recognition {

// Whether a model of this card has a backbone that FeatureExtractor can load.
bool HasBackbone(const core::ModelCard& card);

// A MobileNet without its head. Immutable once loaded; any number of threads may use it, each with a Workspace of its
// own.
class FeatureExtractor {
 public:
  // Takes the backbone out of any model that has one: a classifier, a detector, a backbone alone. Errors: kModel,
  // naming the file: damaged, or of an architecture that holds no MobileNet.
  static core::Result<FeatureExtractor> Load(const std::filesystem::path& weight_file);

  [[nodiscard]] const core::ModelCard& card() const { return card_; }
  [[nodiscard]] int size() const { return size_; }  // floats of a vector

  [[nodiscard]] core::DecodeOptions decode_options() const;

  // Requires a photo that is not empty.
  void Preprocess(const core::Photo& photo, core::Workspace& workspace, const core::ThreadPool& pool) const;
  void Run(core::Workspace& workspace, const core::ThreadPool& pool) const { network_.Run(workspace, pool); }

  // After a run: `size()` floats, the square roots of the means of the channels, of length 1. (Few channels have most
  // of the sum; the root lets the others speak, as for Fisher vectors: Perronnin et al. 2010.)
  void PostProcess(const core::Workspace& workspace, std::span<float> features) const;

 private:
  FeatureExtractor(core::ModelCard card, core::Network network);

  core::ModelCard card_;
  core::Network network_;
  int size_ = 0;
};

}  // namespace godwit::recognition

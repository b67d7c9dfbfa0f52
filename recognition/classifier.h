// What a photo shows as a whole, among the classes that a network was trained on.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/image/decode.h"
#include "core/model/model_card.h"
#include "core/model/network.h"

namespace godwit::recognition {

struct ClassScore {
  std::string label;  // "class 12" for a class the label set does not name
  int index = 0;      // row of the label file, background left out
  float score = 0;    // softmax over all classes, background among them where the network has one
};

// The layers of a classifier by its card: a MobileNet of either version, its labels, one more class at column 0 where
// head.background is true, softmax. Errors: kModel, naming the model, for an architecture that is none.
core::Result<core::Graph> ClassifierGraph(const core::ModelCard& card);

// Immutable once loaded; any number of threads may classify, each with a Workspace of its own.
class Classifier {
 public:
  // Loads a weight file that holds a classifier. `input` looks at photos at another size (square, in pixels) than the
  // card names: the rho of the paper, for any weights (section 3.4). Errors: kModel, naming the file; kUsage for an
  // input below 32 or above 2048.
  static core::Result<Classifier> Load(const std::filesystem::path& weight_file, std::optional<int> input = {});

  // The card of the weights, with the input size in use.
  [[nodiscard]] const core::ModelCard& card() const { return card_; }
  [[nodiscard]] const core::Network& network() const { return network_; }
  [[nodiscard]] core::Shape input_shape() const { return {1, card_.input_height, card_.input_width, 3}; }

  // How to decode photos for this classifier: large JPEGs at a fraction of their size, see core::DecodeOptions.
  [[nodiscard]] core::DecodeOptions decode_options() const;

  // The `top` likeliest classes of a photo, best first. Requires a photo that is not empty.
  [[nodiscard]] std::vector<ClassScore> Classify(const core::Photo& photo, int top, core::Workspace& workspace,
                                                 const core::ThreadPool& pool) const;

  // The same for one photo, with all cores and a workspace made for the call.
  [[nodiscard]] std::vector<ClassScore> Classify(const core::Photo& photo, int top = 5) const;

  // The three steps of Classify, for those who time or overlap them.
  void Preprocess(const core::Photo& photo, core::Workspace& workspace, const core::ThreadPool& pool) const;
  void Run(core::Workspace& workspace, const core::ThreadPool& pool) const { network_.Run(workspace, pool); }
  [[nodiscard]] std::vector<ClassScore> PostProcess(const core::Workspace& workspace, int top) const;

 private:
  Classifier(core::ModelCard card, core::Network network) : card_(std::move(card)), network_(std::move(network)) {}

  core::ModelCard card_;
  core::Network network_;
};

}  // namespace godwit::recognition

#include "tests/support/synthetic_classifier.h"

#include <stdexcept>

#include "core/model/model_card.h"
#include "core/model/random_weights.h"
#include "core/weights/safetensors.h"
#include "recognition/classifier.h"

namespace godwit::tests {

void WriteSyntheticClassifier(const std::filesystem::path& file) {
  core::ModelCard card{.id = "synthetic",
                       .task = "classify",
                       .architecture = "mobilenet_v1",
                       .alpha = 0.25,
                       .input_width = 64,
                       .input_height = 64,
                       .labels = {{0, "apple"}, {1, "boat"}, {2, "chair, folding"}},
                       .licence = "CC0-1.0",
                       .source = "random numbers"};
  const core::OwnedWeights weights = core::RandomWeights(recognition::ClassifierGraph(card).value(), 5);
  card.sha256 = core::Sha256(weights.table());
  if (auto written = core::WriteSafetensors(file, weights.table(), core::WriteModelCard(card)); !written) {
    throw std::runtime_error(written.error().message);
  }
}

}  // namespace godwit::tests

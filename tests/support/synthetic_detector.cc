#include "tests/support/synthetic_detector.h"

#include <stdexcept>

#include "core/model/model_card.h"
#include "core/model/random_weights.h"
#include "core/weights/safetensors.h"
#include "detection/ssd/ssd_graph.h"

namespace godwit::tests {

void WriteSyntheticDetector(const std::filesystem::path& file) {
  const detection::SsdConfig config{.alpha = 0.1, .classes = 4};
  const core::OwnedWeights weights = core::RandomWeights(detection::SsdGraph(config), 5);
  const core::ModelCard card{.id = "synthetic",
                             .task = "detect",
                             .architecture = "ssdlite_mobilenet_v2",
                             .alpha = config.alpha,
                             .input_width = 96,
                             .input_height = 96,
                             .head = {{"classes", config.classes},
                                      {"box_coder", config.box_coder.scales},
                                      {"anchors",
                                       {{"min_scale", config.anchors.min_scale},
                                        {"max_scale", config.anchors.max_scale},
                                        {"interpolated", "last"}}},
                                      {"nms", {{"kind", "class_agnostic_best"}, {"iou_inclusive", true}}}},
                             .labels = {{1, "apple"}, {2, "boat"}, {4, "chair, folding"}},
                             .licence = "CC0-1.0",
                             .source = "random numbers",
                             .sha256 = core::Sha256(weights.table())};
  if (auto written = core::WriteSafetensors(file, weights.table(), core::WriteModelCard(card)); !written) {
    throw std::runtime_error(written.error().message);
  }
}

}  // namespace godwit::tests

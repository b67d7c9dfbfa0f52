// Any bytes are either a network whose operations fit together or give a reason, with no more numbers than the file can
// hold. What is read is recognised as a network too, or not.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/weights/tflite.h"
#include "tests/fuzz/require.h"
#include "workflows/import_graph.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit::core;
  using godwit::tests::Require;
  const auto given = std::as_bytes(std::span(data, size));
  const std::vector<std::byte> aligned(given.begin(), given.end());
  const auto network = ParseTflite(aligned, "file");
  if (!network) {
    Require(network.error().kind == ErrorKind::kModel && network.error().message.starts_with("file: "));
    return 0;
  }
  std::size_t numbers = 0;
  for (const Op& op : network->ops) {
    Require(op.kind < OpKind::kIdentity);
    Require(op.weights.empty() || (!op.bias.empty() && op.weights.size() % op.bias.size() == 0));
    Require(!op.quantized_weights ||
            op.quantized_weights->data.size() == op.weights.size() * SizeOf(op.quantized_weights->dtype));
    for (const int value : op.inputs) {
      Require(value >= 0 && static_cast<std::size_t>(value) < network->values.size());
    }
    numbers += op.weights.size() + (op.detection ? op.detection->anchors.size() : 0);
  }
  Require(numbers <= 2 * size);
  if (const auto model = godwit::workflows::TranslateGraph(*network); !model) {
    Require(model.error().kind == ErrorKind::kModel && model.error().message.starts_with("file: "));
  }
  return 0;
}

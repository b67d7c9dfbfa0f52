// Any bytes are either an ONNX graph whose indices and sizes hold together, or give a reason; nothing else may happen.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/weights/onnx.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit::core;
  using godwit::tests::Require;
  const auto graph = ParseOnnx(std::as_bytes(std::span(data, size)), "file");
  if (!graph) {
    const std::string& message = graph.error().message;
    Require(graph.error().kind == ErrorKind::kModel && message.starts_with("file: ") &&
            message.find('\n') == std::string::npos);
    return 0;
  }
  const auto is_value = [&](int index) { return index >= 0 && index < static_cast<int>(graph->values.size()); };
  std::size_t floats = 0;
  for (const Op& op : graph->ops) {
    for (const int value : op.inputs) {
      Require(is_value(value));
    }
    Require(op.outputs.size() == 1 && is_value(op.outputs[0]));
    floats += op.weights.size();
  }
  Require(2 * floats <= size);  // no smaller type than float16
  return 0;
}

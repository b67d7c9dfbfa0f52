// Any bytes either are a sound table of Keras weights or give a reason; nothing else may happen.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/weights/keras_h5.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit::core;
  using godwit::tests::Require;
  const auto* bytes = reinterpret_cast<const std::byte*>(data);
  const auto weights = ParseKerasH5({bytes, bytes + size}, "file");
  if (!weights) {
    const std::string& message = weights.error().message;
    Require(weights.error().kind == ErrorKind::kModel && message.starts_with("file: ") &&
            message.find('\n') == std::string::npos);
    return 0;
  }
  std::size_t total = 0;
  for (const auto& [name, tensor] : weights->tensors) {
    Require(static_cast<std::size_t>(tensor.Elements()) * SizeOf(tensor.dtype) == tensor.bytes.size());
    Require(ToFloats(tensor).size() == static_cast<std::size_t>(tensor.Elements()));
    total += tensor.bytes.size();
  }
  Require(total <= size);
  return 0;
}

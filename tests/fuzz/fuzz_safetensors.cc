// Any bytes are either a sound table of weights or give a reason; nothing else may happen.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/weights/safetensors.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit::core;
  using godwit::tests::Require;
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  WeightTable tensors;
  std::map<std::string, std::string> metadata;
  const auto parsed = SafetensorsFile::Parse(bytes, "file", tensors, metadata);
  if (!parsed) {
    Require(parsed.error().kind == ErrorKind::kModel && parsed.error().message.starts_with("file: "));
    return 0;
  }
  // Every byte belongs to one tensor, so together they cannot be more than there are.
  std::size_t total = 0;
  for (const auto& [name, tensor] : tensors) {
    Require(static_cast<std::size_t>(tensor.Elements()) * SizeOf(tensor.dtype) == tensor.bytes.size());
    Require(ToFloats(tensor).size() == static_cast<std::size_t>(tensor.Elements()));
    total += tensor.bytes.size();
  }
  Require(total <= size);
  Require(Sha256(tensors).size() == 64);
  return 0;
}

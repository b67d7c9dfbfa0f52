// Any bytes as a TensorFlow.js manifest; its shards are as many zeros as it asks for, within reason.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/weights/tfjs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read_shard = [](const std::string&, std::uint64_t max_bytes,
                             std::vector<std::byte>& bytes) -> godwit::core::Result<> {
    bytes.resize(bytes.size() + std::min<std::uint64_t>(max_bytes, 4096));
    return {};
  };
  static_cast<void>(
      godwit::core::ParseTfjs(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz", read_shard));
  return 0;
}

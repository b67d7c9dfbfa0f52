// Any manifest beside any shards either decodes to sound tensors or gives a reason. The input is the manifest, a zero
// byte, then the bytes that every shard consists of, as many as it is asked for.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/weights/tfjs.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit::core;
  using godwit::tests::Require;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\0'), input.size());
  const std::string_view shard = input.substr(std::min(end + 1, input.size()));
  std::size_t given = 0;
  const auto read_shard = [&](const std::string& path, std::uint64_t max_bytes,
                              std::vector<std::byte>& bytes) -> Result<> {
    const std::filesystem::path inside(path);
    Require(!path.empty() && inside.is_relative() && std::find(inside.begin(), inside.end(), "..") == inside.end());
    const auto part = std::as_bytes(
        std::span(shard.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(max_bytes, shard.size())))));
    bytes.insert(bytes.end(), part.begin(), part.end());
    given += part.size();
    return {};
  };
  const auto weights = ParseTfjs(input.substr(0, end), "file", read_shard);
  if (!weights) {
    Require(weights.error().kind == ErrorKind::kModel && weights.error().message.starts_with("file: "));
    return 0;
  }
  std::size_t decoded = 0;
  for (const auto& [name, tensor] : weights->tensors) {
    Require(static_cast<std::size_t>(tensor.Elements()) * SizeOf(tensor.dtype) == tensor.bytes.size());
    Require(ToFloats(tensor).size() == static_cast<std::size_t>(tensor.Elements()));
    decoded += tensor.bytes.size();
  }
  Require(decoded <= 4 * given);
  return 0;
}

// Any text is either a model card, which then survives writing and reading, or gives a reason.
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/model/model_card.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit::core;
  using godwit::tests::Require;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto card = ReadModelCard({{std::string(kModelCardKey), text}}, "file");
  if (!card) {
    Require(card.error().kind == ErrorKind::kModel && card.error().message.starts_with("file: "));
    return 0;
  }
  const auto written = WriteModelCard(*card);
  const auto again = ReadModelCard(written, "file");
  Require(again.has_value() && WriteModelCard(*again) == written);
  return 0;
}

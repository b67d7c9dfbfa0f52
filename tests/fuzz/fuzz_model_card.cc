// Any text as a model's card.
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/model/model_card.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto card = godwit::core::ReadModelCard({{std::string(godwit::core::kModelCardKey), text}}, "fuzz");
  if (card) {
    static_cast<void>(godwit::core::WriteModelCard(*card));
  }
  return 0;
}

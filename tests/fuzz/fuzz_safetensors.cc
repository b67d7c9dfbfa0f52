// Any bytes as a safetensors file: an error or a table whose tensors lie inside the bytes.
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "core/weights/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  godwit::core::WeightTable tensors;
  std::map<std::string, std::string> metadata;
  if (godwit::core::SafetensorsFile::Parse(std::as_bytes(std::span(data, size)), "fuzz", tensors, metadata)) {
    static_cast<void>(godwit::core::Sha256(tensors));  // reads every byte
  }
  return 0;
}

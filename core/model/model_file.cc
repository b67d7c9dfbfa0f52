#include "core/model/model_file.h"

#include <utility>

namespace godwit::core {

Result<ModelFile> ModelFile::Open(const std::filesystem::path& path) {
  auto weights = SafetensorsFile::Open(path);
  if (!weights) {
    return Forward(weights);
  }
  auto card = ReadModelCard(weights->metadata(), path.string());
  if (!card) {
    return Forward(card);
  }
  return ModelFile{*std::move(weights), *std::move(card)};
}

}  // namespace godwit::core

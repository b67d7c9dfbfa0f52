// A weight file together with what it says of itself.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/model/model_card.h"
#include "core/weights/safetensors.h"

namespace godwit::core {

struct ModelFile {
  SafetensorsFile weights;
  ModelCard card;

  // Maps the file and reads its card; whether the tensors are those of the card's network is for Network::Create to
  // say. The digest is not checked: `godwit models verify` does. Errors: kModel, naming the path.
  static Result<ModelFile> Open(const std::filesystem::path& path);
};

}  // namespace godwit::core

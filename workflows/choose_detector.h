// Which detector looks at photos where nobody names one.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "workflows/models.h"

namespace godwit::workflows {

struct DetectorChoice {
  std::string id;
  std::filesystem::path file;
  std::string notice;  // one line, where it is a stopgap: which one, and how to get the better one
};

// The model `id`. Where `id` is empty kDefaultDetector, or, where that is not installed, the best of the detectors that
// come with Godwit. A damaged model is no missing one: loading it tells what is wrong. Errors: kModel, saying how to
// get the model.
core::Result<DetectorChoice> ChooseDetector(const std::filesystem::path& folder, const std::string& id);

}  // namespace godwit::workflows

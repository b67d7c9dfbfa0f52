// JSON out of files that others wrote.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace godwit::core {

// Parses one JSON document and nothing behind it but white space. Beyond what the library checks (syntax, UTF-8,
// numbers in range), refuses a key that an object has twice (readers disagree on which one counts) and nesting deeper
// than `max_depth` (a bare number has depth 0). Errors: kModel, naming `name` and the place.
Result<nlohmann::json> ParseStrictJson(std::string_view text, std::string_view name, int max_depth);

}  // namespace godwit::core

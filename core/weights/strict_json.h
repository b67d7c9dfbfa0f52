// JSON out of files that others wrote.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace godwit::core {

// Parses one JSON document and nothing behind it but white space. Beyond what the library checks (syntax, UTF-8,
// numbers in range), refuses a key that an object has twice (readers disagree on which one counts) and nesting deeper
// than `max_depth` (a bare number has depth 0). What stands under the key `left_out`, in whatever object, is checked
// and not kept: outlines in annotations take many times the memory of the rest. Errors: kModel, naming `name` and the
// place.
Result<nlohmann::json> ParseStrictJson(std::string_view text, std::string_view name, int max_depth,
                                       std::string_view left_out = {});

}  // namespace godwit::core

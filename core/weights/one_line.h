// Names from files that may be damaged, in messages that are printed.
#pragma once

#include <algorithm>
#include <utility>

#include "core/base/result.h"

namespace godwit::core {

// The error with a '?' for each control character (line feeds, escapes to the terminal) in its message.
inline Error OneLine(Error error) {
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  std::ranges::replace_if(error.message, is_control, '?');
  return error;
}

}  // namespace godwit::core

// Errors that a user can cause (files, images, weights, options) travel as values.
//
// A message names the file, says what is wrong and what to do about it, in one line and without a trailing full stop,
// so that it can be printed behind "error: ". Contract violations by the caller are not Errors: see check.h.
#pragma once

#include <string>
#include <utility>

#include <fmt/core.h>
#include <tl/expected.hpp>

namespace godwit::core {

// What went wrong, as far as a caller may act on it. The command line maps kinds to exit statuses.
enum class ErrorKind {
  kUsage,      // wrong option or argument
  kInput,      // a file of the user cannot be read, decoded or written
  kModel,      // a model is missing, damaged or of a kind this version does not know
  kCancelled,  // the user asked to stop
};

struct Error {
  ErrorKind kind = ErrorKind::kInput;
  std::string message;
};

template <typename T = void>
using Result = tl::expected<T, Error>;

// Builds the error value of any Result: return Fail(ErrorKind::kInput, "{}: not an image", path);
template <typename... Args>
[[nodiscard]] tl::unexpected<Error> Fail(ErrorKind kind, fmt::format_string<Args...> format, Args&&... args) {
  return tl::unexpected<Error>(Error{kind, fmt::format(format, std::forward<Args>(args)...)});
}

// Hands an error of one Result type on as another: if (!file) return Forward(file);
template <typename T>
[[nodiscard]] tl::unexpected<Error> Forward(Result<T>& failed) {
  return tl::unexpected<Error>(std::move(failed).error());
}

}  // namespace godwit::core

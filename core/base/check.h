// Contract checks at public boundaries. A failed check is a bug of the caller, never of the user.
#pragma once

#include <stdexcept>
#include <string_view>

namespace godwit::core {

class ContractViolation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// Where a call stands in the source. (std::source_location, but clang 14 does not have it.)
struct SourceLocation {
  const char* file = nullptr;
  const char* function = nullptr;
  int line = 0;

  static constexpr SourceLocation Current(const char* file = __builtin_FILE(),
                                          const char* function = __builtin_FUNCTION(), int line = __builtin_LINE()) {
    return {file, function, line};
  }
};

[[noreturn]] void ThrowContractViolation(std::string_view message, const SourceLocation& where);

// Throws ContractViolation with the caller's file and line unless `condition` holds.
inline void Check(bool condition, std::string_view message, const SourceLocation& where = SourceLocation::Current()) {
  if (!condition) [[unlikely]] {
    ThrowContractViolation(message, where);
  }
}

}  // namespace godwit::core

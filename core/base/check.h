// Contract checks at public boundaries. A failed check is a bug of the caller, never of the user.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace godwit::core {

class ContractViolation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void ThrowContractViolation(std::string_view message, const std::source_location& where);

// Throws ContractViolation with the caller's file and line unless `condition` holds.
inline void Check(bool condition, std::string_view message,
                  const std::source_location& where = std::source_location::current()) {
  if (!condition) [[unlikely]] {
    ThrowContractViolation(message, where);
  }
}

}  // namespace godwit::core

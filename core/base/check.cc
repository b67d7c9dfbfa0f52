#include "core/base/check.h"

#include <fmt/format.h>

namespace godwit::core {

void ThrowContractViolation(std::string_view message, const std::source_location& where) {
  throw ContractViolation(
      fmt::format("{}:{}: {}: {}", where.file_name(), where.line(), where.function_name(), message));
}

}  // namespace godwit::core

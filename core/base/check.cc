#include "core/base/check.h"

#include <fmt/format.h>

namespace godwit::core {

void ThrowContractViolation(std::string_view message, const SourceLocation& where) {
  throw ContractViolation(fmt::format("{}:{}: {}: {}", where.file, where.line, where.function, message));
}

}  // namespace godwit::core

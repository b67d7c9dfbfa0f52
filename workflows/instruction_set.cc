#include "workflows/instruction_set.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/kernels/dispatch.h"

namespace godwit::workflows {

InstructionSets ListInstructionSets() {
  InstructionSets sets;
  for (const core::Isa isa : core::AvailableIsas()) {
    sets.available.emplace_back(core::IsaName(isa));
  }
  if (const std::optional<core::Isa> forced = core::ForcedIsa()) {
    sets.forced = core::IsaName(*forced);
  }
  return sets;
}

std::string InstructionSetInUse() { return std::string(core::IsaName(core::ActiveIsa())); }

std::string UseInstructionSet(const std::string& name) {
  const auto available = core::AvailableIsas();
  const std::optional<core::Isa> wanted = name.empty() ? available.back() : core::ParseIsa(name);
  if (const std::optional<core::Isa> forced = core::ForcedIsa()) {
    const bool told_otherwise = !name.empty() && wanted != forced;
    return told_otherwise
               ? fmt::format("GODWIT_FORCE_ISA={0} has {0} used instead of {1}", core::IsaName(*forced), name)
               : std::string();
  }
  if (!wanted || std::ranges::find(available, *wanted) == available.end()) {
    return fmt::format("instruction set '{}' is not available on this machine; {} is used", name,
                       InstructionSetInUse());
  }
  if (*wanted != core::ActiveIsa()) {
    core::SetActiveIsa(*wanted);
  }
  return {};
}

}  // namespace godwit::workflows

#include "workflows/engine.h"

#include <cstdlib>

#include "core/kernels/dispatch.h"

namespace godwit::workflows {

InstructionSets ListInstructionSets() {
  InstructionSets sets;
  for (const core::Isa isa : core::AvailableIsas()) {
    sets.available.emplace_back(core::IsaName(isa));
  }
  if (const char* forced = std::getenv("GODWIT_FORCE_ISA"); forced != nullptr) {
    sets.forced = forced;
  }
  return sets;
}

}  // namespace godwit::workflows

// What networks run on, for programs in which a person chooses that.
#pragma once

#include <string>
#include <vector>

namespace godwit::workflows {

// Instruction sets by name (core/kernels/dispatch.h).
struct InstructionSets {
  std::vector<std::string> available;  // that this machine can run, the best one last; never empty
  std::string forced;                  // what GODWIT_FORCE_ISA says; empty where it does not decide
};

InstructionSets ListInstructionSets();

}  // namespace godwit::workflows

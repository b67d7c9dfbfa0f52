// Which instruction set the kernels use, for those who let a person choose; see core/kernels/dispatch.h.
#pragma once

#include <string>
#include <vector>

namespace godwit::workflows {

struct InstructionSets {
  std::vector<std::string> available;  // that this machine can run, the best last: "baseline", "avx2"; never empty
  std::string forced;                  // what GODWIT_FORCE_ISA says; empty where it does not decide
};

InstructionSets ListInstructionSets();

std::string InstructionSetInUse();

// Has networks that are loaded from now on use the set of this name; an empty one stands for the best. A name that says
// nothing here changes nothing, and GODWIT_FORCE_ISA outweighs any. Returns what a person should hear of that, in one
// line; empty: the set is in use. Not while another thread loads a network.
std::string UseInstructionSet(const std::string& name);

}  // namespace godwit::workflows

// How processes that train together come to one decision: an error or a stop of one is that of all, so that none waits
// for a process that has left. All of it is called by all processes (process_group.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "training/distributed/process_group.h"

namespace godwit::training {

// Done where it is done in all processes; else the error of the first that failed.
core::Result<> Agree(ProcessGroup& processes, core::Result<> own);

// What the processes have to tell, in order of rank: all get all of it. Cheap where nobody has anything.
std::vector<std::string> Gather(ProcessGroup& processes, const std::vector<std::string>& own);

// The first process whose number is not that of process 0, or -1.
int FindOther(ProcessGroup& processes, std::uint64_t own);

// Replaces the values by those of process 0.
void BroadcastFromLeader(ProcessGroup& processes, std::span<float> values);
void BroadcastFromLeader(ProcessGroup& processes, std::span<double> values);

}  // namespace godwit::training

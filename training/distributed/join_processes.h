// Finding the other processes that were started to train together.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "training/distributed/process_group.h"

namespace godwit::training {

// Joins the processes that Open MPI's mpirun started, or Slurm's srun with PMIx. Null where nobody did: this process is
// alone; that costs nothing. Call once, from the thread that trains; the group ends with the process that holds it,
// after all others have come that far. Errors: kUsage, where a launcher of another kind started several processes, or
// Open MPI is not installed.
core::Result<std::unique_ptr<ProcessGroup>> JoinProcesses();

// How many threads each process on this machine should take.
struct Threads {
  int share = 1;   // of the processors, evenly
  int usable = 1;  // of these, as many as the launcher binds the process to: mpirun's default can be a single core
};
Threads ThreadsOfProcess(const ProcessGroup& processes);

}  // namespace godwit::training

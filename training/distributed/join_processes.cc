#include "training/distributed/join_processes.h"

#include <algorithm>
#include <cstdlib>

#include <dlfcn.h>
#include <sched.h>
#include <unistd.h>

namespace godwit::training {
namespace {

constexpr const char* kLibrary = "libgodwit_mpi.so";
constexpr const char* kFunction = "GodwitJoinMpiProcesses";

bool IsSet(const char* variable) { return std::getenv(variable) != nullptr; }

// What MPICH's launchers tell.
int PmiSize() {
  int most = 1;
  for (const char* const name : {"PMI_SIZE", "SLURM_STEP_NUM_TASKS"}) {
    const char* const size = std::getenv(name);
    most = std::max(most, size != nullptr ? std::atoi(size) : 1);
  }
  return most;
}

}  // namespace

core::Result<std::unique_ptr<ProcessGroup>> JoinProcesses() {
  if (!IsSet("OMPI_COMM_WORLD_SIZE") && !IsSet("PMIX_RANK")) {
    if (PmiSize() > 1) {
      return core::Fail(core::ErrorKind::kUsage,
                        "{} processes were started by a launcher that Open MPI does not know; use its mpirun (Debian: "
                        "openmpi-bin), or srun --mpi=pmix",
                        PmiSize());
    }
    return nullptr;
  }
  // Global, since Open MPI loads parts of its own that look for its symbols. Never unloaded.
  void* const library = dlopen(kLibrary, RTLD_NOW | RTLD_GLOBAL);
  void* const function = library != nullptr ? dlsym(library, kFunction) : nullptr;
  if (function == nullptr) {
    const char* const reason = dlerror();
    return core::Fail(core::ErrorKind::kUsage,
                      "processes that mpirun starts train together by Open MPI, which cannot be loaded ({}); install "
                      "it (Debian: libopenmpi3) and {}",
                      reason != nullptr ? reason : "no reason given", kLibrary);
  }
  return std::unique_ptr<ProcessGroup>(reinterpret_cast<ProcessGroup* (*)()>(function)());
}

Threads ThreadsOfProcess(const ProcessGroup& processes) {
  const auto share = std::max(1, static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)) / processes.host_size());
  cpu_set_t bound;
  CPU_ZERO(&bound);
  const bool known = sched_getaffinity(0, sizeof(bound), &bound) == 0;
  return {.share = share, .usable = known ? std::clamp(CPU_COUNT(&bound), 1, share) : share};
}

}  // namespace godwit::training

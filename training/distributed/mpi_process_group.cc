// Processes that Open MPI's mpirun started, in a library of its own that is loaded where they train together: linked
// into the program, libmpi and what it needs would add 2 to 3 ms to every start (docs/adr/0009).
#include <mpi.h>

#include <chrono>
#include <climits>
#include <exception>
#include <thread>
#include <vector>

#include "core/base/check.h"
#include "training/distributed/process_group.h"

namespace godwit::training {
namespace {

using Clock = std::chrono::steady_clock;

// How long a process looks for messages without sleeping. Batch norm waits for others a hundred times a step, mostly
// much shorter; a process that waits for the leader to measure quality leaves it the machine.
constexpr std::chrono::milliseconds kAwake{1};
constexpr std::chrono::microseconds kNap{100};

struct Place {
  int rank = 0, size = 1, host_size = 1;
};

Place Join() {
  int provided = MPI_THREAD_SINGLE;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  core::Check(provided >= MPI_THREAD_FUNNELED, "MPI lets a program have threads");
  Place place;
  MPI_Comm_rank(MPI_COMM_WORLD, &place.rank);
  MPI_Comm_size(MPI_COMM_WORLD, &place.size);
  MPI_Comm host = MPI_COMM_NULL;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, place.rank, MPI_INFO_NULL, &host);
  MPI_Comm_size(host, &place.host_size);
  MPI_Comm_free(&host);
  return place;
}

int CountOf(std::size_t size) {
  core::Check(size <= static_cast<std::size_t>(INT_MAX), "MPI counts in int");
  return static_cast<int>(size);
}

class MpiProcessGroup final : public ProcessGroup {
 public:
  explicit MpiProcessGroup(const Place& place) : ProcessGroup(place.rank, place.size, place.host_size) {}

  ~MpiProcessGroup() override {
    if (std::uncaught_exceptions() > 0) {
      MPI_Abort(MPI_COMM_WORLD, 1);  // the others wait for this process in some call
    }
    MPI_Finalize();
  }

  void Sum(std::span<double> values) override {
    CheckThread();
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Iallreduce(MPI_IN_PLACE, values.data(), CountOf(values.size()), MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD, &request);
    Await({&request, 1});
  }

  void StartSum(std::span<float> values) override {
    CheckThread();
    MPI_Request& request = sums_.emplace_back(MPI_REQUEST_NULL);
    MPI_Iallreduce(MPI_IN_PLACE, values.data(), CountOf(values.size()), MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD, &request);
  }

  void Poll() override {
    CheckThread();
    AllDone(sums_);
  }

  void FinishSums() override {
    CheckThread();
    Await(sums_);
    sums_.clear();
  }

  void Broadcast(std::span<std::byte> bytes, int root) override {
    CheckThread();
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Ibcast(bytes.data(), CountOf(bytes.size()), MPI_BYTE, root, MPI_COMM_WORLD, &request);
    Await({&request, 1});
  }

  void Abort(int exit_status) override { MPI_Abort(MPI_COMM_WORLD, exit_status); }

 private:
  // A test of requests also moves their messages.
  static bool AllDone(std::span<MPI_Request> requests) {
    int done = 0;
    MPI_Testall(CountOf(requests.size()), requests.data(), &done, MPI_STATUSES_IGNORE);
    return done != 0;
  }

  static void Await(std::span<MPI_Request> requests) {
    const Clock::time_point sleepy = Clock::now() + kAwake;
    while (!AllDone(requests)) {
      if (Clock::now() < sleepy) {
        std::this_thread::yield();
      } else {
        std::this_thread::sleep_for(kNap);
      }
    }
  }

  void CheckThread() const {
    core::Check(std::this_thread::get_id() == thread_, "one thread speaks with the other processes");
  }

  const std::thread::id thread_ = std::this_thread::get_id();
  std::vector<MPI_Request> sums_;
};

}  // namespace
}  // namespace godwit::training

// What join_processes.cc asks this library for; the caller owns the group.
extern "C" __attribute__((visibility("default"))) godwit::training::ProcessGroup* GodwitJoinMpiProcesses() {
  using namespace godwit::training;  // NOLINT(google-build-using-namespace): a C function has no namespace
  return new MpiProcessGroup(Join());
}

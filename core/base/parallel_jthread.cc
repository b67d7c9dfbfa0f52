// ThreadPool with its pipelines on plain threads, made anew for each: slow, but every synchronisation is one that
// ThreadSanitizer understands. Chosen by GODWIT_PARALLEL=jthread.
#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/base/worker_team.h"

namespace godwit::core {

struct ThreadPool::Impl {
  explicit Impl(int threads) : team(threads) {}
  WorkerTeam team;
};

ThreadPool::ThreadPool(int threads)
    : threads_(threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()))),
      impl_(std::make_unique<Impl>(threads_)) {
  Check(threads >= 0, "a thread count is 0 (all cores) or more");
}

ThreadPool::~ThreadPool() = default;
ThreadPool::ThreadPool(ThreadPool&&) noexcept = default;
ThreadPool& ThreadPool::operator=(ThreadPool&&) noexcept = default;

void ThreadPool::For(std::int64_t count, std::int64_t grain, FunctionRef<void(std::int64_t, std::int64_t)> body) const {
  impl_->team.For(count, grain, body);
}

std::int64_t ThreadPool::Pipeline(std::int64_t count, int slots, std::span<const Stage> stages, const Stage& sink,
                                  std::stop_token stop) const {
  Check(count >= 0 && slots >= 1, "Pipeline needs count >= 0 and slots >= 1");
  std::mutex mutex;
  std::condition_variable turn;
  std::int64_t next = 0;
  std::int64_t emitted = 0;
  FirstException failure;
  const auto work = [&](int slot) {
    for (;;) {
      std::int64_t item = 0;
      {
        const std::lock_guard lock(mutex);
        if (next == count || stop.stop_requested() || failure.Any()) {
          return;
        }
        item = next++;
      }
      try {
        for (const Stage& stage : stages) {
          stage(item, slot);
        }
      } catch (...) {
        failure.Keep();
      }
      std::unique_lock lock(mutex);
      turn.wait(lock, [&] { return emitted == item || failure.Any(); });
      if (!failure.Any()) {
        try {
          sink(item, slot);
          ++emitted;
        } catch (...) {
          failure.Keep();
        }
      }
      turn.notify_all();
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int slot = 0; slot < std::min(slots, threads_); ++slot) {
      workers.emplace_back(work, slot);
    }
  }
  failure.Rethrow();
  return emitted;
}

}  // namespace godwit::core

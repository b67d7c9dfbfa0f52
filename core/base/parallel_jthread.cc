// ThreadPool on plain threads, made anew for each call: slow, but every synchronisation is one that ThreadSanitizer
// understands. Chosen by GODWIT_PARALLEL=jthread.
#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/check.h"
#include "core/base/parallel.h"

namespace godwit::core {
namespace {

// Keeps the first exception of several threads for the one that waits for them.
class FirstException {
 public:
  void Keep() {
    const std::lock_guard lock(mutex_);
    if (!exception_) {
      exception_ = std::current_exception();
    }
  }
  [[nodiscard]] bool Any() const {
    const std::lock_guard lock(mutex_);
    return exception_ != nullptr;
  }
  void Rethrow() const {
    if (exception_) {
      std::rethrow_exception(exception_);
    }
  }

 private:
  mutable std::mutex mutex_;
  std::exception_ptr exception_;
};

}  // namespace

struct ThreadPool::Impl {};

ThreadPool::ThreadPool(int threads)
    : threads_(threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()))) {
  Check(threads >= 0, "a thread count is 0 (all cores) or more");
}

ThreadPool::~ThreadPool() = default;
ThreadPool::ThreadPool(ThreadPool&&) noexcept = default;
ThreadPool& ThreadPool::operator=(ThreadPool&&) noexcept = default;

void ThreadPool::For(std::int64_t count, std::int64_t grain, FunctionRef<void(std::int64_t, std::int64_t)> body) const {
  Check(count >= 0 && grain >= 1, "For needs count >= 0 and grain >= 1");
  const std::int64_t chunks = std::min<std::int64_t>(threads_, count / grain);
  if (chunks <= 1) {
    if (count > 0) {
      body(0, count);
    }
    return;
  }
  FirstException failure;
  {
    std::vector<std::jthread> workers;
    for (std::int64_t chunk = 0; chunk < chunks; ++chunk) {
      workers.emplace_back([&, chunk] {
        try {
          body(count * chunk / chunks, count * (chunk + 1) / chunks);
        } catch (...) {
          failure.Keep();
        }
      });
    }
  }
  failure.Rethrow();
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

#include "core/base/parallel.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include "core/base/check.h"
#include "core/base/worker_team.h"

namespace godwit::core {
namespace {

int HardwareThreads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

struct Token {
  std::int64_t item;
  int slot;
};

// The slots that no item holds. Only the first and the last filter touch it, but they may do so at the same time.
class FreeSlots {
 public:
  explicit FreeSlots(int slots) {
    for (int slot = slots - 1; slot >= 0; --slot) {
      free_.push_back(slot);
    }
  }
  int Take() {
    const std::lock_guard lock(mutex_);
    const int slot = free_.back();
    free_.pop_back();
    return slot;
  }
  void Return(int slot) {
    const std::lock_guard lock(mutex_);
    free_.push_back(slot);
  }

 private:
  std::mutex mutex_;
  std::vector<int> free_;
};

}  // namespace

struct ThreadPool::Impl {
  explicit Impl(int threads) : team(threads), arena(threads) {
    if (threads > HardwareThreads()) {
      // TBB starts no more workers than there are cores, and complains, unless it is told to.
      more_workers.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
    }
  }
  WorkerTeam team;
  std::optional<tbb::global_control> more_workers;
  tbb::task_arena arena;
};

ThreadPool::ThreadPool(int threads)
    : threads_(threads > 0 ? threads : HardwareThreads()), impl_(std::make_unique<Impl>(threads_)) {
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
  FreeSlots free_slots(slots);
  std::int64_t next = 0;
  std::int64_t finished = 0;
  tbb::filter<void, Token> source(tbb::filter_mode::serial_in_order, [&](tbb::flow_control& control) {
    if (next == count || stop.stop_requested()) {
      control.stop();
      return Token{};
    }
    return Token{next++, free_slots.Take()};
  });
  tbb::filter<void, Token> chain = source;
  for (const Stage& stage : stages) {
    chain = chain & tbb::filter<Token, Token>(tbb::filter_mode::parallel, [&stage](Token token) {
              stage(token.item, token.slot);
              return token;
            });
  }
  const tbb::filter<void, void> all =
      chain & tbb::filter<Token, void>(tbb::filter_mode::serial_in_order, [&](Token token) {
        sink(token.item, token.slot);
        free_slots.Return(token.slot);
        ++finished;
      });
  impl_->arena.execute([&] { tbb::parallel_pipeline(static_cast<std::size_t>(slots), all); });
  return finished;
}

}  // namespace godwit::core

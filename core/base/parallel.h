// The only door to threads: loops over ranges on a team of our own (worker_team.h, which says why), ordered pipelines
// on oneTBB (or std::jthread, see cmake option GODWIT_PARALLEL, for ThreadSanitizer, which does not understand Debian's
// TBB).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>

#include "core/base/function_ref.h"

namespace godwit::core {

// A bound on how many threads work at once. The threads of its loops are its own, and start with the first loop that
// needs them; a pool of one thread never leaves the calling thread. Thread-safe; cheap to keep, not to create: make one
// per job.
class ThreadPool {
 public:
  // `threads` 0 takes all cores. Requires threads >= 0.
  explicit ThreadPool(int threads = 0);
  ~ThreadPool();
  ThreadPool(ThreadPool&&) noexcept;
  ThreadPool& operator=(ThreadPool&&) noexcept;

  [[nodiscard]] int threads() const { return threads_; }

  // Calls body(begin, end) for disjoint ranges that cover [0, count), each of at least `grain` indices (but the last),
  // at most one range a thread: a static partition, so the same range goes to the same chunk on every call. Returns
  // when all are done. Within For, or while another thread is in For, all of it is one range on the calling thread.
  // Costs below a microsecond within 100 us of the last call, else what it takes to wake a thread. Allocates nothing
  // after the first call. The first exception of a body is rethrown here.
  void For(std::int64_t count, std::int64_t grain, FunctionRef<void(std::int64_t, std::int64_t)> body) const;

  // One step of a pipeline: works on item `item` with the reusable state number `slot`.
  using Stage = std::function<void(std::int64_t item, int slot)>;

  // Takes items 0, 1, .. count-1 through `stages`, different items at the same time, then calls `sink` for them one at
  // a time and in order. At most `slots` items are under way at once, each owning a slot number in [0, slots), which
  // bounds memory: keep buffers per slot. Once `stop` is requested no new item starts; those under way finish.
  // Returns the number of items that reached the sink. The first exception is rethrown here.
  std::int64_t Pipeline(std::int64_t count, int slots, std::span<const Stage> stages, const Stage& sink,
                        std::stop_token stop = {}) const;

 private:
  struct Impl;
  int threads_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace godwit::core

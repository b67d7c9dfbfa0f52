// Threads that take part in short loops: what a layer of a network is.
//
// A network runs some thirty loops of 3 to 300 us one after another. Handing each to a task scheduler and waking a
// thread for it costs as much as the small ones last; these threads wait for the next loop with open eyes (for
// kAwake), and are handed it through one cache line, in well under a microsecond.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/function_ref.h"

namespace godwit::core {

// Keeps the first exception of several threads for the one that waits for them.
class FirstException {
 public:
  void Keep();
  [[nodiscard]] bool Any() const;
  void Rethrow() const;  // if there is one

 private:
  mutable std::mutex mutex_;
  std::exception_ptr exception_;
};

// The calling thread and `threads` - 1 others, which start with the first loop that needs them. Thread-safe.
class WorkerTeam {
 public:
  explicit WorkerTeam(int threads);  // requires threads >= 1
  ~WorkerTeam();
  WorkerTeam(const WorkerTeam&) = delete;
  WorkerTeam& operator=(const WorkerTeam&) = delete;

  // ThreadPool::For (parallel.h). Each chunk has its thread, but one that has not begun by the time the calling thread
  // is done with its own is taken over: a thread that the system holds up delays nobody. While the team works for
  // another caller, or for this one in an outer loop, body(0, count) runs on the calling thread.
  void For(std::int64_t count, std::int64_t grain, FunctionRef<void(std::int64_t, std::int64_t)> body);

 private:
  static constexpr std::size_t kCacheLine = 64;
  using Body = FunctionRef<void(std::int64_t, std::int64_t)>;

  // What one thread has to do in a loop, in the one cache line that goes to it and comes back: between cores that share
  // no cache a line takes 100 ns and more.
  struct alignas(kCacheLine) Chunk {
    // Four times the number of the loop, plus what has become of it. 32 bits: what a futex waits for.
    std::atomic<std::uint32_t> state = kDone;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    const Body* body = nullptr;
    FirstException* failure = nullptr;
  };
  static constexpr std::uint32_t kFree = 0;
  static constexpr std::uint32_t kTaken = 1;
  static constexpr std::uint32_t kDone = 2;
  static constexpr std::uint32_t kStop = 3;

  void Start();
  static void Work(Chunk& chunk);
  static void Take(Chunk& chunk, std::uint32_t state);

  const std::size_t threads_;
  std::vector<std::thread> workers_;
  std::unique_ptr<Chunk[]> chunks_;  // of the threads but the calling one
  std::once_flag started_;
  std::atomic<bool> busy_ = false;
  std::uint32_t loops_ = 0;
};

}  // namespace godwit::core

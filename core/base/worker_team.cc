#include "core/base/worker_team.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <span>
#include <system_error>

#include "core/base/check.h"

namespace godwit::core {
namespace {

using Clock = std::chrono::steady_clock;

// How long a thread looks out for work, or for the end of others' work, before it sleeps: longer than what a network
// does on one thread between two loops, shorter than anyone would notice as load.
constexpr std::chrono::microseconds kAwake{100};

inline void Pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

// Returns the value once it is no longer `old`.
std::uint32_t AwaitChange(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
  const Clock::time_point sleepy = Clock::now() + kAwake;
  do {
    constexpr int kLooks = 32;  // between looks at the clock
    for (int look = 0; look < kLooks; ++look) {
      if (const std::uint32_t now = value.load(std::memory_order_acquire); now != old) {
        return now;
      }
      Pause();
    }
  } while (Clock::now() < sleepy);
  value.wait(old, std::memory_order_acquire);
  return value.load(std::memory_order_acquire);
}

}  // namespace

void FirstException::Keep() {
  const std::lock_guard lock(mutex_);
  if (!exception_) {
    exception_ = std::current_exception();
  }
}

bool FirstException::Any() const {
  const std::lock_guard lock(mutex_);
  return exception_ != nullptr;
}

void FirstException::Rethrow() const {
  if (exception_) {
    std::rethrow_exception(exception_);
  }
}

WorkerTeam::WorkerTeam(int threads) : threads_(static_cast<std::size_t>(threads)) {
  Check(threads >= 1, "a team has at least the calling thread");
}

WorkerTeam::~WorkerTeam() {
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    chunks_[i].state = kStop;
    chunks_[i].state.notify_all();
    workers_[i].join();
  }
}

void WorkerTeam::Start() {
  chunks_ = std::make_unique<Chunk[]>(threads_ - 1);
  try {
    for (std::size_t i = 0; i + 1 < threads_; ++i) {
      workers_.emplace_back(Work, std::ref(chunks_[i]));
    }
  } catch (const std::system_error&) {
    // Where the system gives no more threads, the calling thread takes the chunks of the missing ones.
  }
}

void WorkerTeam::Work(Chunk& chunk) {
  std::uint32_t seen = kDone;
  for (;;) {
    seen = AwaitChange(chunk.state, seen);
    if (seen % 4 == kStop) {
      return;
    }
    if (seen % 4 == kFree) {
      Take(chunk, seen);
    }
  }
}

void WorkerTeam::Take(Chunk& chunk, std::uint32_t state) {
  if (!chunk.state.compare_exchange_strong(state, state + kTaken, std::memory_order_acquire)) {
    return;
  }
  try {
    (*chunk.body)(chunk.begin, chunk.end);
  } catch (...) {
    chunk.failure->Keep();
  }
  chunk.state.store(state + kDone, std::memory_order_release);
  chunk.state.notify_all();
}

void WorkerTeam::For(std::int64_t count, std::int64_t grain, Body body) {
  Check(count >= 0 && grain >= 1, "For needs count >= 0 and grain >= 1");
  const std::int64_t chunks = std::min(static_cast<std::int64_t>(threads_), count / grain);
  if (chunks <= 1 || busy_.exchange(true, std::memory_order_acquire)) {
    if (count > 0) {
      body(0, count);
    }
    return;
  }
  std::call_once(started_, [this] { Start(); });
  FirstException failure;
  const std::uint32_t number = 4 * ++loops_;
  const std::span others(chunks_.get(), static_cast<std::size_t>(chunks - 1));
  std::int64_t index = 0;
  for (Chunk& chunk : others) {
    ++index;
    chunk.begin = count * index / chunks;
    chunk.end = count * (index + 1) / chunks;
    chunk.body = &body;
    chunk.failure = &failure;
    chunk.state.store(number + kFree, std::memory_order_seq_cst);
    chunk.state.notify_all();
  }
  try {
    body(0, count / chunks);
  } catch (...) {
    failure.Keep();
  }
  for (Chunk& chunk : others) {
    Take(chunk, number + kFree);
  }
  for (Chunk& chunk : others) {
    while (chunk.state.load(std::memory_order_acquire) != number + kDone) {
      AwaitChange(chunk.state, number + kTaken);
    }
  }
  busy_.store(false, std::memory_order_release);
  failure.Rethrow();
}

}  // namespace godwit::core

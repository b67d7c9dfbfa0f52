#include "workflows/machine_peak.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>

#include "core/kernels/dispatch.h"
#include "core/tensor/buffer.h"

namespace godwit::workflows {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kAttempts = 7;

// The shortest of several calls, in seconds.
template <typename Work>
double Shortest(const Work& work) {
  double shortest = 1e9;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const auto start = Clock::now();
    work();
    shortest = std::min(shortest, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return shortest;
}

double MeasureGflops(const core::ThreadPool& pool) {
  constexpr std::ptrdiff_t kRounds = 2'000'000;  // some 10 ms: long against starting threads
  const core::KernelTable& kernels = core::Kernels();
  std::atomic<std::ptrdiff_t> multiply_adds = 0;
  const double seconds = Shortest([&] {
    multiply_adds = 0;
    pool.For(pool.threads(), 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        float value = 1;
        multiply_adds += kernels.multiply_add_chains_f32(kRounds, &value);
      }
    });
  });
  return 2e-9 * static_cast<double>(multiply_adds) / seconds;
}

double MeasureCopy(const core::ThreadPool& pool) {
  constexpr std::int64_t kBytes = 2 << 20;
  constexpr int kRepeats = 20;
  core::Buffer from;
  core::Buffer to;
  from.Reserve(kBytes);
  to.Reserve(kBytes);
  std::memset(from.data(), 1, kBytes);
  const double seconds = Shortest([&] {
    pool.For(kBytes, 4096, [&](std::int64_t begin, std::int64_t end) {
      for (int repeat = 0; repeat < kRepeats; ++repeat) {
        std::memcpy(to.data() + begin, from.data() + begin, static_cast<std::size_t>(end - begin));
      }
    });
  });
  return 2e-9 * kBytes * kRepeats / seconds;
}

}  // namespace

double MachinePeak::LeastSeconds(double flops, double bytes) const {
  return std::max(flops / (1e9 * gflops), bytes / (1e9 * gigabytes_per_s));
}

MachinePeak MeasureMachinePeak(const core::ThreadPool& pool) {
  return {.threads = pool.threads(), .gflops = MeasureGflops(pool), .gigabytes_per_s = MeasureCopy(pool)};
}

}  // namespace godwit::workflows

// How sums over a batch are split, and the memory that ops work in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/check.h"
#include "core/base/function_ref.h"
#include "core/base/parallel.h"
#include "core/tensor/buffer.h"

namespace godwit::training {

// A sum over a batch is the sum of this many parts, whatever the number of threads: so is its rounding.
inline constexpr std::int64_t kParts = 16;

// Calls body(part, begin, end) for parts 0 to kParts - 1 of [0, count), some of which may be empty. `cost` is that of
// one index, as core::ParallelGrain counts.
void ForParts(std::int64_t count, std::int64_t cost, const core::ThreadPool& pool,
              core::FunctionRef<void(std::int64_t, std::int64_t, std::int64_t)> body);

// Floats of an array with one value a channel that kernels may read and write in whole vectors.
constexpr std::int64_t PaddedChannels(std::int64_t channels) {
  constexpr auto kLargestVector = static_cast<std::int64_t>(core::kAlignment / sizeof(float));
  return (channels + kLargestVector - 1) / kLargestVector * kLargestVector;
}

// Hands out pieces of scratch memory, each aligned to core::kAlignment.
class Scratch {
 public:
  explicit Scratch(std::span<std::byte> bytes) : bytes_(bytes) {}

  template <typename T>
  std::span<T> Take(std::int64_t count) {
    const std::size_t bytes = BytesOf<T>(count);
    core::Check(bytes <= bytes_.size(), "scratch is as large as the op says");
    T* const data = reinterpret_cast<T*>(bytes_.data());
    bytes_ = bytes_.subspan(bytes);
    return {data, static_cast<std::size_t>(count)};
  }

  // What Take needs for `count` values.
  template <typename T>
  static constexpr std::size_t BytesOf(std::int64_t count) {
    return (static_cast<std::size_t>(count) * sizeof(T) + core::kAlignment - 1) / core::kAlignment * core::kAlignment;
  }

 private:
  std::span<std::byte> bytes_;
};

}  // namespace godwit::training

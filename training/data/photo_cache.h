// Decoded photos that are small enough to be kept.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "core/image/image.h"

namespace godwit::training {

// Keeps the first photos that fit and never gives one back: an epoch asks for each photo once, so that a cache which
// replaced the oldest would have dropped each by the time it is asked for again. Thread-safe.
class PhotoCache {
 public:
  // For photos numbered below `photos`, of at most `max_bytes` together.
  PhotoCache(std::size_t photos, std::int64_t max_bytes);

  // The photo, valid as long as the cache is; null where it is not kept.
  [[nodiscard]] const core::Image* Find(std::size_t index) const;

  // Keeps a copy where there is room and none is kept yet.
  void Offer(std::size_t index, const core::Image& image);

  [[nodiscard]] std::int64_t bytes() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<core::Image>> photos_;
  const std::int64_t max_bytes_;
  std::int64_t bytes_ = 0;
};

}  // namespace godwit::training

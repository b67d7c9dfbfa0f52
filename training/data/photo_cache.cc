#include "training/data/photo_cache.h"

#include <cstring>
#include <utility>

namespace godwit::training {

PhotoCache::PhotoCache(std::size_t photos, std::int64_t max_bytes) : photos_(photos), max_bytes_(max_bytes) {}

const core::Image* PhotoCache::Find(std::size_t index) const {
  const std::lock_guard lock(mutex_);
  return photos_.at(index).get();
}

void PhotoCache::Offer(std::size_t index, const core::Image& image) {
  const auto size = static_cast<std::int64_t>(image.bytes());
  {
    const std::lock_guard lock(mutex_);
    if (photos_.at(index) != nullptr || bytes_ + size > max_bytes_) {
      return;
    }
    bytes_ += size;  // taken before the copy, which others need not wait for
  }
  auto copy = std::make_unique<core::Image>(image.width(), image.height());
  std::memcpy(copy->data(), image.data(), image.bytes());
  const std::lock_guard lock(mutex_);
  if (photos_[index] == nullptr) {
    photos_[index] = std::move(copy);
  } else {
    bytes_ -= size;
  }
}

std::int64_t PhotoCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace godwit::training

// What photos look like (recognition/photo_features.h), kept in a file, so that nothing is looked at twice.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "core/base/result.h"

namespace godwit::workflows {

// $XDG_CACHE_HOME/godwit/features.sqlite, else ~/.cache/godwit/features.sqlite; empty where neither is set.
std::filesystem::path DefaultFeatureCache();

// A SQLite database with one row for each photo and model. What it holds counts as long as the photo's path, size and
// time of modification and the model's digest are the same. Several processes may use one file; a process that is ended
// at any moment loses the last few photos at most. Not thread-safe. Move-only.
class FeatureCache {
 public:
  // One that keeps nothing.
  FeatureCache();
  ~FeatureCache();
  FeatureCache(FeatureCache&&) noexcept;
  FeatureCache& operator=(FeatureCache&&) noexcept;

  // Opens or creates it, for a model of that digest whose vectors have so many floats. `may_replace` says what becomes
  // of a file that is damaged or no such cache: begun anew, or left as it is and an error. Errors: kInput, naming the
  // path.
  static core::Result<FeatureCache> Open(const std::filesystem::path& path, std::string model_sha256, int floats,
                                         bool may_replace);

  // Fills in the features of a photo; false where it does not have them. Vectors that are damaged are not had.
  bool Find(const std::filesystem::path& photo, std::span<float> features);

  // Failing writes are no matter: the photo is looked at again the next time.
  void Keep(const std::filesystem::path& photo, std::span<const float> features);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace godwit::workflows

// Batches for a training step, made ahead of it: photos are read, decoded, augmented, resized and normalised on
// threads of the loader's own while the step before is computed.
//
// What a batch holds depends on the data set and the options alone, never on threads or timing: a loader that starts
// at (epoch, step) gives the same batches, bit for bit, as one that came there from the beginning.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/image/preprocess.h"
#include "core/tensor/tensor.h"
#include "training/data/augment.h"
#include "training/data/dataset.h"
#include "training/data/epoch_order.h"

namespace godwit::training {

struct BatchPosition {
  std::uint32_t epoch = 0;  // from 0
  std::int64_t step = 0;    // of the epoch, from 0
  bool operator==(const BatchPosition&) const = default;
};

struct BatchLoaderOptions {
  std::int64_t batch_size = 32;
  bool drop_partial = false;  // leave out the last batch of an epoch where it is not full
  SampleOrder order = SampleOrder::kShuffled;
  std::uint64_t seed = 0;

  // The network's input, by the recipe of its model card.
  int input_width = 224;
  int input_height = 224;
  core::Preprocessing preprocessing;
  Augmentation augmentation;

  BatchPosition start;
  std::uint32_t epochs = 0;  // ends before this epoch begins; 0: never

  // Of several processes that share the work, each gets its part of every joined batch of shards * batch_size.
  int shard = 0;
  int shards = 1;

  int threads = 1;   // 0: all cores
  int prefetch = 3;  // batches in memory at most, the one in use among them
  // Decoded photos are kept until they fill this; those come from memory in later epochs.
  std::int64_t cache_bytes = 0;
};

// Steps of an epoch; 0 where the samples do not make a batch.
std::int64_t StepsPerEpoch(std::size_t samples, const BatchLoaderOptions& options);

struct Batch {
  BatchPosition position;
  core::ConstTensorView images;                 // (N, H, W, 3); N is less than batch_size in a partial batch
  std::vector<std::uint32_t> samples;           // index of each image's sample in the data set
  std::vector<int> labels;                      // Sample::label
  std::vector<std::vector<LabelledBox>> boxes;  // in fractions of the input
  // Photos that failed for the first time: the next of the data set that does not fail stood in for each.
  std::vector<core::InputError> failures;
  int replaced = 0;  // images that stand in for another
};

// Made for one consumer; NextBatch is not thread-safe.
class BatchLoader {
 public:
  // Starts at once. Requires batch_size, shards >= 1, input sides >= 1, prefetch >= 2, a start within an epoch, and
  // with several shards drop_partial. Errors: kInput: fewer photos than a batch needs.
  static core::Result<std::unique_ptr<BatchLoader>> Create(Dataset dataset, const BatchLoaderOptions& options);

  // Stops; waits for the photos under way.
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  // Waits for the next batch, which is valid until the next call; null behind the last epoch. Errors: kCancelled when
  // `stop` is requested; kInput when not a single photo can be decoded. Rethrows what was thrown while it was made.
  core::Result<const Batch*> NextBatch(const std::stop_token& stop = {});

  [[nodiscard]] const Dataset& dataset() const;
  [[nodiscard]] std::int64_t steps_per_epoch() const;

  // Decoded photos that are kept, in bytes.
  [[nodiscard]] std::int64_t cached_bytes() const;

 private:
  struct Impl;
  explicit BatchLoader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace godwit::training

#include "training/data/batch_loader.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/image/decode.h"
#include "training/data/photo_cache.h"
#include "training/data/random.h"

namespace godwit::training {
namespace {

using core::ErrorKind;
using core::Fail;
using core::Result;

std::int64_t JoinedBatch(const BatchLoaderOptions& options) { return options.batch_size * options.shards; }

// Where a batch begins in the order of its epoch.
std::int64_t FirstPlace(const BatchPosition& position, const BatchLoaderOptions& options) {
  return position.step * JoinedBatch(options) + options.shard * options.batch_size;
}

void CheckOptions(const BatchLoaderOptions& options) {
  core::Check(options.batch_size >= 1, "a batch has images");
  core::Check(options.input_width >= 1 && options.input_height >= 1, "a network's input has pixels");
  core::Check(options.prefetch >= 2, "one batch is made while another is used");
  core::Check(options.shards >= 1 && options.shard >= 0 && options.shard < options.shards, "a shard is one of several");
  core::Check(options.shards == 1 || options.drop_partial, "shards share full batches only");
}

// A batch and the memory of its images, used again and again.
struct BatchBuffer {
  Batch batch;
  core::Tensor images;
};

// What one thread needs for a photo, kept for the next.
struct Worker {
  core::Photo photo;
  AugmentBuffers buffers;
};

// What became of one place in a batch.
struct Outcome {
  std::vector<std::uint32_t> failed;  // samples, each with its error
  std::vector<std::string> errors;
};

}  // namespace

std::int64_t StepsPerEpoch(std::size_t samples, const BatchLoaderOptions& options) {
  const std::int64_t joined = JoinedBatch(options);
  const std::int64_t behind = options.drop_partial ? 0 : joined - 1;
  return (static_cast<std::int64_t>(samples) + behind) / joined;
}

struct BatchLoader::Impl {
  Impl(Dataset samples, const BatchLoaderOptions& loader_options);

  void Run(const std::stop_token& stop);
  bool Fill(BatchPosition position, BatchBuffer& buffer, const std::stop_token& stop);
  void FillPlace(std::size_t place, Worker& worker, BatchBuffer& buffer, Outcome& outcome);
  const core::Image* Decoded(std::uint32_t sample, Worker& worker, Outcome& outcome);
  void Conclude(std::span<const Outcome> outcomes, Batch& batch);
  BatchBuffer* WaitForFree(const std::stop_token& stop);

  const Dataset dataset;
  const BatchLoaderOptions options;
  const std::int64_t steps;
  const core::ThreadPool pool;
  const core::ThreadPool this_thread{1};
  PhotoCache cache;

  // Of the thread that makes batches.
  std::vector<Worker> workers;
  std::vector<std::uint32_t> order;
  std::vector<bool> damaged;  // written between batches only

  std::mutex mutex;
  std::condition_variable_any changed;
  std::vector<BatchBuffer> buffers;
  std::vector<BatchBuffer*> free;
  std::deque<BatchBuffer*> ready;
  BatchBuffer* in_use = nullptr;
  bool ended = false;                  // nothing comes behind what is ready
  std::optional<core::Error> failure;  // why
  std::exception_ptr exception;

  // Calls the pool's loops, which return to their caller only when they are done. Last, so that it ends before what it
  // uses.
  std::jthread maker;
};

BatchLoader::Impl::Impl(Dataset samples, const BatchLoaderOptions& loader_options)
    : dataset(std::move(samples)),
      options(loader_options),
      steps(StepsPerEpoch(dataset.samples.size(), options)),
      pool(options.threads),
      cache(dataset.samples.size(), options.cache_bytes),
      workers(static_cast<std::size_t>(pool.threads())),
      damaged(dataset.samples.size()),
      buffers(static_cast<std::size_t>(options.prefetch)) {
  for (BatchBuffer& buffer : buffers) {
    free.push_back(&buffer);
  }
}

// The body of `maker`.
void BatchLoader::Impl::Run(const std::stop_token& stop) {
  try {
    BatchPosition position = options.start;
    while (options.epochs == 0 || position.epoch < options.epochs) {
      if (order.empty() || position.step == 0) {
        order = EpochOrder(dataset, options.order, options.seed, position.epoch);
      }
      BatchBuffer* const buffer = WaitForFree(stop);
      if (buffer == nullptr || !Fill(position, *buffer, stop)) {
        break;
      }
      {
        const std::lock_guard lock(mutex);
        ready.push_back(buffer);
      }
      changed.notify_all();
      position = position.step + 1 < steps ? BatchPosition{position.epoch, position.step + 1}
                                           : BatchPosition{position.epoch + 1, 0};
    }
  } catch (...) {
    const std::lock_guard lock(mutex);
    exception = std::current_exception();
  }
  {
    const std::lock_guard lock(mutex);
    ended = true;
  }
  changed.notify_all();
}

// Null where a stop was requested.
BatchBuffer* BatchLoader::Impl::WaitForFree(const std::stop_token& stop) {
  std::unique_lock lock(mutex);
  if (!changed.wait(lock, stop, [&] { return !free.empty(); })) {
    return nullptr;
  }
  BatchBuffer* const buffer = free.back();
  free.pop_back();
  return buffer;
}

// False where a stop was requested or nothing can be decoded.
bool BatchLoader::Impl::Fill(BatchPosition position, BatchBuffer& buffer, const std::stop_token& stop) {
  const std::int64_t first = FirstPlace(position, options);
  const std::int64_t left = static_cast<std::int64_t>(dataset.samples.size()) - first;
  const auto count = static_cast<std::size_t>(std::min(options.batch_size, left));
  if (buffer.images.data() == nullptr) {
    buffer.images = core::Tensor({options.batch_size, options.input_height, options.input_width, 3});
  }
  Batch& batch = buffer.batch;
  batch.position = position;
  batch.images = core::ConstTensorView(
      buffer.images.data(), {static_cast<std::int64_t>(count), options.input_height, options.input_width, 3});
  batch.samples.resize(count);
  batch.labels.resize(count);
  batch.boxes.resize(count);
  std::vector<Outcome> outcomes(count);
  // Each thread takes the next photo when it is done with one: they take very different times.
  std::atomic<std::size_t> next = 0;
  pool.For(static_cast<std::int64_t>(workers.size()), 1, [&](std::int64_t worker, std::int64_t) {
    for (std::size_t place = next++; place < count && !stop.stop_requested(); place = next++) {
      FillPlace(place, workers[static_cast<std::size_t>(worker)], buffer, outcomes[place]);
    }
  });
  if (stop.stop_requested()) {
    return false;
  }
  Conclude(outcomes, batch);
  const std::lock_guard lock(mutex);
  return !failure;
}

void BatchLoader::Impl::FillPlace(std::size_t place, Worker& worker, BatchBuffer& buffer, Outcome& outcome) {
  Batch& batch = buffer.batch;
  const std::size_t place_in_epoch = static_cast<std::size_t>(FirstPlace(batch.position, options)) + place;
  const auto samples = static_cast<std::uint32_t>(dataset.samples.size());
  std::uint32_t index = order[place_in_epoch];
  const core::Image* image = Decoded(index, worker, outcome);
  for (std::uint32_t tried = 1; image == nullptr && tried < samples; ++tried) {
    index = (index + 1) % samples;
    image = Decoded(index, worker, outcome);
  }
  if (image == nullptr) {
    return;
  }
  const Sample& sample = dataset.samples[index];
  Random random(options.seed, RandomStream::kAugmentation,
                IndexOf(batch.position.epoch, static_cast<std::uint32_t>(place_in_epoch)));
  const View view = DrawView(options.augmentation, image->width(), image->height(), sample.boxes, random);
  const core::Shape shape{1, options.input_height, options.input_width, 3};
  const core::TensorView input(buffer.images.data() + static_cast<std::int64_t>(place) * shape.Elements(), shape);
  MakeInput(*image, view, options.preprocessing, options.augmentation.canvas, worker.buffers, input, this_thread);
  batch.samples[place] = index;
  batch.labels[place] = sample.label;
  batch.boxes[place] = MoveBoxes(sample.boxes, image->width(), image->height(), view, options.preprocessing, shape);
}

// Null where the photo is damaged, which the outcome tells unless it is known.
const core::Image* BatchLoader::Impl::Decoded(std::uint32_t sample, Worker& worker, Outcome& outcome) {
  if (damaged[sample]) {
    return nullptr;
  }
  if (const core::Image* kept = cache.Find(sample)) {
    return kept;
  }
  // A photo decoded for the network's input has at least twice its pixels each way: a crop of a quarter of the area
  // still loses no detail.
  const core::DecodeOptions decode{.needed_width = options.input_width, .needed_height = options.input_height};
  if (auto decoded = DecodeSample(dataset.samples[sample], decode, worker.photo); !decoded) {
    outcome.failed.push_back(sample);
    outcome.errors.push_back(std::move(decoded).error().message);
    return nullptr;
  }
  cache.Offer(sample, worker.photo.image);
  return &worker.photo.image;
}

// Tells what failed in this batch, in order of place, and remembers it.
void BatchLoader::Impl::Conclude(std::span<const Outcome> outcomes, Batch& batch) {
  batch.failures.clear();
  batch.replaced = 0;
  for (std::size_t place = 0; place < outcomes.size(); ++place) {
    for (std::size_t i = 0; i < outcomes[place].failed.size(); ++i) {
      const std::uint32_t sample = outcomes[place].failed[i];
      if (!damaged[sample]) {
        damaged[sample] = true;
        batch.failures.push_back({dataset.samples[sample].path.string(), outcomes[place].errors[i]});
      }
    }
  }
  const std::int64_t first = FirstPlace(batch.position, options);
  for (std::size_t place = 0; place < outcomes.size(); ++place) {
    batch.replaced += damaged[order[static_cast<std::size_t>(first) + place]] ? 1 : 0;
  }
  if (std::ranges::find(damaged, false) == damaged.end()) {
    const std::lock_guard lock(mutex);
    failure =
        core::Error{ErrorKind::kInput, fmt::format("none of {} photos can be decoded ({}); give others", damaged.size(),
                                                   batch.failures.empty() ? "" : batch.failures.front().error)};
  }
}

Result<std::unique_ptr<BatchLoader>> BatchLoader::Create(Dataset dataset, const BatchLoaderOptions& options) {
  CheckOptions(options);
  const std::size_t samples = dataset.samples.size();
  const std::int64_t steps = StepsPerEpoch(samples, options);
  if (steps == 0) {
    return Fail(ErrorKind::kInput, "{} photos do not make a batch of {}; make batches smaller or add photos", samples,
                JoinedBatch(options));
  }
  core::Check(options.start.step >= 0 && options.start.step < steps, "training starts at a step of an epoch");
  auto impl = std::make_unique<Impl>(std::move(dataset), options);
  impl->maker = std::jthread([&loader = *impl](const std::stop_token& stop) { loader.Run(stop); });
  return std::unique_ptr<BatchLoader>(new BatchLoader(std::move(impl)));
}

BatchLoader::BatchLoader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BatchLoader::~BatchLoader() = default;

Result<const Batch*> BatchLoader::NextBatch(const std::stop_token& stop) {
  std::unique_lock lock(impl_->mutex);
  if (impl_->in_use != nullptr) {
    impl_->free.push_back(std::exchange(impl_->in_use, nullptr));
    impl_->changed.notify_all();
  }
  impl_->changed.wait(lock, stop, [&] { return impl_->ended || !impl_->ready.empty(); });
  if (stop.stop_requested()) {
    return Fail(ErrorKind::kCancelled, "stopped while waiting for photos");
  }
  if (!impl_->ready.empty()) {
    impl_->in_use = impl_->ready.front();
    impl_->ready.pop_front();
    return &impl_->in_use->batch;
  }
  if (impl_->exception) {
    std::rethrow_exception(impl_->exception);
  }
  if (impl_->failure) {
    return tl::unexpected(*impl_->failure);
  }
  return nullptr;
}

const Dataset& BatchLoader::dataset() const { return impl_->dataset; }
std::int64_t BatchLoader::steps_per_epoch() const { return impl_->steps; }
std::int64_t BatchLoader::cached_bytes() const { return impl_->cache.bytes(); }

}  // namespace godwit::training

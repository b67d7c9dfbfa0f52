// How many images a second the loader makes of a folder of classes, with and without a cache of decoded photos.
#include <cstdlib>
#include <filesystem>

#include <benchmark/benchmark.h>

#include "training/data/batch_loader.h"

namespace {

using godwit::training::Batch;
using godwit::training::BatchLoader;
using godwit::training::BatchLoaderOptions;
using godwit::training::CropKind;
using godwit::training::Dataset;

constexpr std::int64_t kBatch = 32;

const Dataset* Photos() {
  static const auto dataset = [] {
    const char* folder = std::getenv("GODWIT_PHOTOS");
    return godwit::training::ReadClassFolders(folder != nullptr ? folder : "");
  }();
  return dataset ? &*dataset : nullptr;
}

enum Kind { kPlain, kCropped, kCroppedAndColored };

// Arguments: what is done to the photos, megabytes of cache, side of the input, threads.
void Load(benchmark::State& state) {
  if (Photos() == nullptr) {
    state.SkipWithError("set GODWIT_PHOTOS to a folder with a folder of photos for each class");
    return;
  }
  BatchLoaderOptions options{.batch_size = kBatch,
                             .drop_partial = true,
                             .input_width = static_cast<int>(state.range(2)),
                             .input_height = static_cast<int>(state.range(2)),
                             .threads = static_cast<int>(state.range(3)),
                             .cache_bytes = state.range(1) << 20};
  if (state.range(0) != kPlain) {
    options.augmentation = {.flip = 0.5F, .crop = CropKind::kResized};
  }
  if (state.range(0) == kCroppedAndColored) {
    options.augmentation.color = {.brightness = 0.1F, .contrast = 0.2F, .saturation = 0.2F, .hue = 0.03F};
  }
  const auto loader = BatchLoader::Create(*Photos(), options);
  if (!loader) {
    state.SkipWithError(loader.error().message.c_str());
    return;
  }
  // The first epoch fills the cache.
  for (std::int64_t i = 0; i <= (*loader)->steps_per_epoch(); ++i) {
    benchmark::DoNotOptimize((*loader)->NextBatch());
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize((*loader)->NextBatch());
  }
  state.SetItemsProcessed(state.iterations() * kBatch);
  state.counters["cached_MB"] = static_cast<double>((*loader)->cached_bytes()) * 1e-6;
}

BENCHMARK(Load)
    ->ArgNames({"kind", "cache_MB", "side", "threads"})
    ->ArgsProduct({{kPlain, kCropped, kCroppedAndColored}, {0, 512}, {128, 224}, {1, 2}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();

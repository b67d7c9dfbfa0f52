#include "training/run/measure_quality.h"

#include <algorithm>

namespace godwit::training {

core::Result<std::optional<double>> MeasureQuality(TrainTask& task, TrainState& state, const Dataset& photos,
                                                   BatchLoaderOptions options, const std::stop_token& stop,
                                                   const core::ThreadPool& pool) {
  if (photos.samples.empty()) {
    return std::nullopt;
  }
  options.order = SampleOrder::kAsListed;
  options.epochs = 1;
  options.cache_bytes = 0;  // each photo is asked for once
  auto loader = BatchLoader::Create(photos, options);
  if (!loader) {
    return core::Forward(loader);
  }
  TrainableNetwork& network = state.network();
  task.StartJudging();
  const auto judge = [&]() -> core::Result<> {
    for (;;) {
      auto batch = (*loader)->NextBatch(stop);
      if (!batch || *batch == nullptr) {
        return batch ? core::Result<>() : core::Forward(batch);
      }
      const core::ConstTensorView& images = (*batch)->images;
      std::copy_n(images.data(), images.shape().Elements(), network.input().data());
      network.Forward(Mode::kEvaluate);
      task.Judge(network, **batch, (*loader)->dataset(), pool);
    }
  };
  if (auto judged = state.WithAverage(judge); !judged) {
    return core::Forward(judged);
  }
  return task.Quality();
}

}  // namespace godwit::training

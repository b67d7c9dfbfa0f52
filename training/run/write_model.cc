#include "training/run/write_model.h"

#include <fmt/format.h>

#include "core/weights/safetensors.h"

namespace godwit::training {

core::Result<> WriteModel(const std::filesystem::path& file, TrainState& state, const TrainTask& task,
                          const TrainConfig& config, std::size_t train_photos, std::size_t validation_photos) {
  const core::OwnedWeights weights = state.WithAverage([&] { return state.network().Export(); });
  core::ModelCard card = task.card();
  card.id = std::filesystem::absolute(file).lexically_normal().parent_path().filename().string();
  card.sha256 = core::Sha256(weights.table());
  card.quality.clear();  // of what it started from
  card.source = fmt::format("trained on {} photos", train_photos);
  if (!config.from.empty()) {
    card.source += fmt::format(", from {}{} ({})", config.from, config.beside.empty() ? "" : " beside " + config.beside,
                               task.card().licence);
  }
  if (!config.teacher.empty()) {
    card.source += fmt::format(", taught by {}", config.teacher);
  }
  if (const auto& best = state.best()) {
    card.source +=
        fmt::format("; {} {:.3f} on {} validation photos", task.quality_name(), best->quality, validation_photos);
    card.quality = {{std::string(task.quality_name()), best->quality, card.input_width,
                     fmt::format("{} validation photos", validation_photos)}};
  }
  return core::WriteSafetensors(file, weights.table(), core::WriteModelCard(card));
}

}  // namespace godwit::training

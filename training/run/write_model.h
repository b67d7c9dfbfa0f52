// The model that a run gives.
#pragma once

#include <cstddef>
#include <filesystem>

#include "core/base/result.h"
#include "training/run/train_config.h"
#include "training/run/train_state.h"
#include "training/run/train_task.h"

namespace godwit::training {

// Writes the averaged weights to `file`, in the run's folder, which the card names itself after; it says what was
// learned from and how good it is. Errors: kInput, naming the file.
core::Result<> WriteModel(const std::filesystem::path& file, TrainState& state, const TrainTask& task,
                          const TrainConfig& config, std::size_t train_photos, std::size_t validation_photos);

}  // namespace godwit::training

// What a run of several processes has to settle before its first step, and to say after its last.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/result.h"
#include "training/data/dataset.h"
#include "training/distributed/process_group.h"
#include "training/run/train_state.h"

namespace godwit::training {

// Photos of a batch that each process takes. Errors: kUsage: they cannot share it evenly.
core::Result<std::int64_t> ShareBatch(std::int64_t batch, const ProcessGroup& processes);

// Makes sure that all processes learn from the same samples of `photos` and go on from the same step, and gives all the
// first one's weights. Called by all together, with one result. Errors: kInput, naming the process that differs.
core::Result<> BeginTogether(ProcessGroup& processes, TrainState& state, const Dataset& photos,
                             std::span<const std::size_t> samples);

// What SaveOnStop tells people when it has written the checkpoint of a step.
std::string StopMessage(std::int64_t step, const std::string& resume_command);

}  // namespace godwit::training

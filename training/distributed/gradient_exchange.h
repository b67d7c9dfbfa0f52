// Sums the gradients of all processes while they are still being found.
#pragma once

#include <cstdint>
#include <span>

#include "training/distributed/process_group.h"

namespace godwit::training {

// A backward finds gradients from the end of their array to its beginning (TrainableNetwork::Backward tells how far it
// is). What is final goes out in buckets: large enough that messages cost little beside their bytes, small enough that
// all but the last travel while the rest is computed. Buckets end at fixed places, so that all processes cut alike.
class GradientExchange {
 public:
  static constexpr std::int64_t kBucket = std::int64_t{1} << 19U;  // floats: 2 MiB, 2 to 9 of a MobileNet's

  explicit GradientExchange(ProcessGroup& processes) : processes_(processes) {}

  // Before a backward that writes `gradients`. The span must be as long in all processes, and live until Finish.
  void Begin(std::span<float> gradients);

  // From `offset` on they are final. Requires an offset not above the one before.
  void Ready(std::int64_t offset);

  // Behind the backward: gradients from the last offset on are those of all processes together. What is before it is
  // not learned, and stays.
  void Finish();

 private:
  void Send(std::int64_t begin);

  ProcessGroup& processes_;
  std::span<float> gradients_;
  std::int64_t ready_ = 0, sent_ = 0;  // from there on they are final, have been sent
};

}  // namespace godwit::training

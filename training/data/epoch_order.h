// Which sample comes when.
#pragma once

#include <cstdint>
#include <vector>

#include "training/data/dataset.h"

namespace godwit::training {

enum class SampleOrder {
  kAsListed,  // for measuring
  kShuffled,  // each sample once an epoch
  kBalanced,  // each class equally often (to within one), whatever its number of photos; within a class in turn
};

// The indices of the samples of one epoch, as many as there are samples: a function of its arguments alone, so that a
// run can go on in the middle of one. Requires for kBalanced that all samples have labels and all classes samples.
std::vector<std::uint32_t> EpochOrder(const Dataset& dataset, SampleOrder order, std::uint64_t seed,
                                      std::uint32_t epoch);

}  // namespace godwit::training

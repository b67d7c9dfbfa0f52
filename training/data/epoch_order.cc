#include "training/data/epoch_order.h"

#include <limits>
#include <numeric>
#include <utility>

#include "core/base/check.h"
#include "training/data/random.h"

namespace godwit::training {
namespace {

// The samples of one class in random order, again and again, each time in another.
class ClassTurns {
 public:
  ClassTurns(std::vector<std::uint32_t> samples, Random random) : samples_(std::move(samples)), random_(random) {}

  std::uint32_t Next() {
    if (next_ == order_.size()) {
      order_ = random_.Permutation(static_cast<std::uint32_t>(samples_.size()));
      next_ = 0;
    }
    return samples_[order_[next_++]];
  }

 private:
  std::vector<std::uint32_t> samples_;
  Random random_;
  std::vector<std::uint32_t> order_;
  std::size_t next_ = 0;
};

std::vector<std::uint32_t> BalancedOrder(const Dataset& dataset, std::uint64_t seed, std::uint32_t epoch) {
  std::vector<std::vector<std::uint32_t>> samples(dataset.classes.size());
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    const int label = dataset.samples[i].label;
    core::Check(label >= 0, "classes can be balanced only where all samples have one");
    samples[static_cast<std::size_t>(label)].push_back(static_cast<std::uint32_t>(i));
  }
  std::vector<ClassTurns> turns;
  for (std::size_t label = 0; label < samples.size(); ++label) {
    core::Check(!samples[label].empty(), "classes can be balanced only where all have samples");
    const std::uint64_t index = IndexOf(epoch, static_cast<std::uint32_t>(label));
    turns.emplace_back(std::move(samples[label]), Random(seed, RandomStream::kClassOrder, index));
  }
  std::vector<std::uint32_t> order;
  order.reserve(dataset.samples.size());
  Random random(seed, RandomStream::kOrder, epoch);
  while (order.size() < dataset.samples.size()) {
    for (const std::uint32_t label : random.Permutation(static_cast<std::uint32_t>(turns.size()))) {
      if (order.size() < dataset.samples.size()) {
        order.push_back(turns[label].Next());
      }
    }
  }
  return order;
}

}  // namespace

std::vector<std::uint32_t> EpochOrder(const Dataset& dataset, SampleOrder order, std::uint64_t seed,
                                      std::uint32_t epoch) {
  core::Check(dataset.samples.size() < std::numeric_limits<std::uint32_t>::max(),
              "an epoch has fewer than 2^32 samples");
  const auto count = static_cast<std::uint32_t>(dataset.samples.size());
  switch (order) {
    case SampleOrder::kAsListed:
      break;
    case SampleOrder::kShuffled:
      return Random(seed, RandomStream::kOrder, epoch).Permutation(count);
    case SampleOrder::kBalanced:
      return BalancedOrder(dataset, seed, epoch);
  }
  std::vector<std::uint32_t> listed(count);
  std::iota(listed.begin(), listed.end(), 0U);
  return listed;
}

}  // namespace godwit::training

#include "training/optimizers/parameter_blocks.h"

#include <algorithm>
#include <numeric>

#include "core/base/check.h"

namespace godwit::training {

std::vector<bool> AllLearned(const ParameterLayout& layout) {
  std::vector<bool> learned;
  for (const Parameter& parameter : layout.parameters()) {
    learned.push_back(parameter.kind != ParameterKind::kBatchNormMean &&
                      parameter.kind != ParameterKind::kBatchNormVariance);
  }
  return learned;
}

ParameterBlocks::ParameterBlocks(const ParameterLayout& layout, const std::vector<bool>& learned)
    : elements_(layout.elements()) {
  const std::vector<Parameter>& parameters = layout.parameters();
  core::Check(learned.size() == parameters.size(), "each parameter is learned or not");
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    for (std::int64_t begin = 0; learned[i] && begin < parameters[i].elements; begin += kBlock) {
      const std::int64_t elements = std::min(kBlock, parameters[i].elements - begin);
      blocks_.push_back(
          {i, static_cast<std::size_t>(parameters[i].offset + begin), static_cast<std::size_t>(elements)});
    }
  }
}

void ParameterBlocks::ForEach(const core::ThreadPool& pool, core::FunctionRef<void(const Block&)> body) const {
  pool.For(static_cast<std::int64_t>(blocks_.size()), 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      body(blocks_[static_cast<std::size_t>(i)]);
    }
  });
}

double ParameterBlocks::Sum(const core::ThreadPool& pool, core::FunctionRef<double(const Block&)> body) const {
  std::vector<double> sums(blocks_.size());
  ForEach(pool, [&](const Block& block) { sums[static_cast<std::size_t>(&block - blocks_.data())] = body(block); });
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

}  // namespace godwit::training

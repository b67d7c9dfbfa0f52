// The part of a flat array that descent works on, cut into blocks.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/function_ref.h"
#include "core/base/parallel.h"
#include "training/model/parameter_layout.h"

namespace godwit::training {

// One entry per parameter of a layout: which are learned. All but moving averages of batch norm.
std::vector<bool> AllLearned(const ParameterLayout& layout);

// Blocks of the learned parameters of a layout, in order: none crosses two parameters, none is longer than kBlock
// floats. They depend on nothing but the layout and what is learned, so sums over blocks, added in order, are the same
// for any number of threads. Immutable; thread-safe.
class ParameterBlocks {
 public:
  static constexpr std::int64_t kBlock = 16384;

  struct Block {
    std::size_t parameter = 0;  // index in the layout
    std::size_t offset = 0;     // in the array
    std::size_t elements = 0;

    template <typename T>
    [[nodiscard]] std::span<T> Of(std::span<T> array) const {
      return array.subspan(offset, elements);
    }
  };

  // Requires `learned` to have an entry per parameter.
  ParameterBlocks(const ParameterLayout& layout, const std::vector<bool>& learned);

  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

  // Floats of an array with the layout.
  [[nodiscard]] std::int64_t elements() const { return elements_; }

  // Calls body(block) for all blocks, on several threads.
  void ForEach(const core::ThreadPool& pool, core::FunctionRef<void(const Block&)> body) const;

  // Sum of body(block) over all blocks, added in order.
  [[nodiscard]] double Sum(const core::ThreadPool& pool, core::FunctionRef<double(const Block&)> body) const;

 private:
  std::vector<Block> blocks_;
  std::int64_t elements_ = 0;
};

}  // namespace godwit::training

// Which photos are learned from and which only measure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "training/data/dataset.h"

namespace godwit::training {

// Indices of samples, each in ascending order.
struct Split {
  std::vector<std::size_t> train;
  std::vector<std::size_t> validation;
};

// Whether a sample of this name is for validation, as an earlier split had it.
using KnownSides = std::map<std::string, bool>;

// A photo's side follows from its name and the seed alone: it stays where it is when others are added or taken away, so
// that no photo that was learned from ever measures. Each class gets `validation_fraction` on average, and has photos
// on both sides where it has two (for this the one nearest to the border changes sides). Photos in `known` keep
// their side. Requires 0 <= validation_fraction < 1. Errors: kInput: validation is asked for and gets no photo, or
// training gets none.
core::Result<Split> MakeSplit(const Dataset& dataset, double validation_fraction, std::uint64_t seed,
                              const KnownSides& known = {});

// The split as lines of JSON, {"photo": name, "validation": false}, in a file that appears whole. Names that are not
// UTF-8 have U+FFFD in place of what is not; MakeSplit knows them again. Errors: kInput, naming the file.
core::Result<> WriteSplit(const std::filesystem::path& file, const Dataset& dataset, const Split& split);
core::Result<KnownSides> ReadSplit(const std::filesystem::path& file);

}  // namespace godwit::training

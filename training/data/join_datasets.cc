#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "training/data/dataset.h"

namespace godwit::training {
namespace {

using core::ErrorKind;
using core::Fail;
using core::Result;

// For each class of `part` its index in `classes`. Where `grow`, those that are missing are appended. Errors: the name
// of a class that is missing otherwise.
tl::expected<std::vector<int>, std::string> MapClasses(const Dataset& part, std::vector<DatasetClass>& classes,
                                                       bool grow) {
  std::vector<int> joined;
  for (const DatasetClass& own : part.classes) {
    auto found = std::ranges::find(classes, own.name, &DatasetClass::name);
    if (found == classes.end() && !grow) {
      return tl::unexpected(own.name);
    }
    if (found == classes.end()) {
      found = classes.insert(found, {static_cast<int>(classes.size()), own.name});
    }
    joined.push_back(static_cast<int>(found - classes.begin()));
  }
  return joined;
}

}  // namespace

void RenameClasses(Dataset& dataset, std::span<const NewName> names) {
  for (DatasetClass& renamed : dataset.classes) {
    const auto found = std::ranges::find(names, renamed.name, &NewName::from);
    if (found != names.end()) {
      renamed.name = found->to;
    }
  }
}

std::span<const NewName> VocToCocoNames() {
  static constexpr std::array<NewName, 6> kNames{{{"aeroplane", "airplane"},
                                                  {"diningtable", "dining table"},
                                                  {"motorbike", "motorcycle"},
                                                  {"pottedplant", "potted plant"},
                                                  {"sofa", "couch"},
                                                  {"tvmonitor", "tv"}}};
  return kNames;
}

Result<Dataset> JoinDatasets(std::vector<Dataset> parts, std::vector<DatasetClass> classes) {
  const bool grow = classes.empty();
  Dataset joined{.classes = std::move(classes)};
  for (Dataset& part : parts) {
    const std::string name = part.sources.empty() ? "" : part.sources.front().name;
    const auto label_of = MapClasses(part, joined.classes, grow);
    if (!label_of) {
      return Fail(ErrorKind::kInput, "{}: class '{}' is not among those to learn; rename it or leave it out", name,
                  label_of.error());
    }
    const auto to_joined = [&](int label) { return (*label_of)[static_cast<std::size_t>(label)]; };
    const auto first_source = static_cast<int>(joined.sources.size());
    for (DatasetSource& source : part.sources) {
      if (std::ranges::find(joined.sources, source.name, &DatasetSource::name) != joined.sources.end()) {
        return Fail(ErrorKind::kInput, "two sets of photos are called '{}'; rename the folder or file of one",
                    source.name);
      }
      std::ranges::transform(source.boxed_classes, source.boxed_classes.begin(), to_joined);
      std::ranges::sort(source.boxed_classes);
      joined.sources.push_back(std::move(source));
    }
    for (Sample& sample : part.samples) {
      sample.source += first_source;
      sample.name = joined.sources[static_cast<std::size_t>(sample.source)].name + '/' + sample.name;
      sample.label = sample.label < 0 ? sample.label : to_joined(sample.label);
      for (LabelledBox& box : sample.boxes) {
        box.label = to_joined(box.label);
      }
      joined.samples.push_back(std::move(sample));
    }
    std::ranges::move(part.problems, std::back_inserter(joined.problems));
  }
  return joined;
}

}  // namespace godwit::training

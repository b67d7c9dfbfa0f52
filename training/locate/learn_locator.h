// A locator from a collection of photos with positions: cells, head, and what both are worth.
#pragma once

#include <optional>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "geolocation/locator.h"
#include "training/locate/train_cell_head.h"
#include "training/locate/tune_locator.h"

namespace godwit::training {

struct LearnLocatorOptions {
  std::optional<geolocation::PartitionOptions> cells;  // default: geolocation::ScaledPartition
  CellHeadOptions head;
  LocatorSources sources = LocatorSources::kBoth;
  int folds = 5;  // of cross-validation; of many photos one part alone is held out
};

// Learns cells, a head for them, and by cross-validation when to stop, how to mix head and neighbours, and how sure to
// be. Repeatable: it depends on the references and the seed alone. Requires a reference. Errors: kCancelled.
core::Result<geolocation::Locator> LearnLocator(geolocation::References references, const LearnLocatorOptions& options,
                                                const core::ThreadPool& pool, const core::JobContext& context);

}  // namespace godwit::training

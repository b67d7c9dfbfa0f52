// Training of geolocation::CellHead on features that are there already.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "geolocation/cell_head.h"
#include "geolocation/place_estimate.h"

namespace godwit::training {

struct CellHeadOptions {
  int epochs = 100;              // at most
  int patience = 5;              // epochs without a better loss on the photos held out, then it ends
  std::int64_t batch = 128;      // photos
  double learning_rate = 0.003;  // of AdamW, falling to a twentieth by a cosine
  double weight_decay = 0.05;    // AdamW's, of the weights
  // Cells this much farther from a photo's own cell than that itself are right by 1/e (Haas et al. 2023, arXiv
  // 2307.05845, section 3.2); 0: the own cell alone is right.
  double smoothing_km = 0;
  std::uint64_t seed = 1;
};

struct TrainedCellHead {
  geolocation::CellHead head;
  int best_epoch = 0;        // from 1; that of the head
  double held_out_loss = 0;  // mean cross-entropy then; infinite where nothing is held out
};

// A photo's features row and its cell; photos that lie in no cell are left out by the caller.
struct CellSample {
  int row = 0;
  int cell = 0;
};

// Learns a head from `samples`, and measures it on `held_out` after every epoch: the best one stays. With nothing held
// out, it trains all the epochs. The same on any number of threads. Requires a sample. `cells` tells where they are.
// Memory: three times weights and gradient, floats * cells floats each. Errors: kCancelled.
core::Result<TrainedCellHead> TrainCellHead(const geolocation::FeatureView& features,
                                            std::span<const geolocation::LatLng> cells,
                                            std::span<const CellSample> samples, std::span<const CellSample> held_out,
                                            const CellHeadOptions& options, const core::ThreadPool& pool,
                                            const core::JobContext& context);

}  // namespace godwit::training

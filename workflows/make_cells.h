// Cells from the positions of photos; see geolocation/partition.h.
#pragma once

#include <filesystem>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "geolocation/cell_statistics.h"
#include "geolocation/partition.h"
#include "workflows/read_positions.h"

namespace godwit::workflows {

struct MakeCellsRequest {
  std::filesystem::path from;  // a table or a folder, see ReadPositions
  std::filesystem::path out;
  geolocation::PartitionOptions options;
};

struct MadeCells {
  PhotoPositions positions;  // its leaves have been given away
  std::int64_t points = 0;   // how many there were
  geolocation::MadePartition made;
};

// Reads positions, makes the partition and writes it to `out`. Errors: those of CheckOptions, ReadPositions and
// WriteCells.
core::Result<MadeCells> MakeCells(const MakeCellsRequest& request, const core::ThreadPool& pool,
                                  const core::JobContext& context);

}  // namespace godwit::workflows

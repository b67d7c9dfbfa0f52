#include "workflows/make_cells.h"

#include <utility>

#include "geolocation/cell_file.h"

namespace godwit::workflows {

core::Result<MadeCells> MakeCells(const MakeCellsRequest& request, const core::ThreadPool& pool,
                                  const core::JobContext& context) {
  if (auto sound = geolocation::CheckOptions(request.options); !sound) {
    return Forward(sound);
  }
  auto positions = ReadPositions(request.from, pool, context);
  if (!positions) {
    return Forward(positions);
  }
  const geolocation::SortedPoints points(std::exchange(positions->leaves, {}), pool);
  MadeCells cells{.positions = *std::move(positions),
                  .points = std::ssize(points.leaves()),
                  .made = geolocation::MakePartition(points, request.options, pool)};
  if (auto written = geolocation::WriteCells(cells.made.partition, request.out); !written) {
    return Forward(written);
  }
  return cells;
}

}  // namespace godwit::workflows

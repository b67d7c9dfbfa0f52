// Parts of the photos, for processes that share the work: the tasks of a job array, the ranks of mpirun.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/image/list_images.h"

namespace godwit::workflows {

// The part `index`, from 0, of `count`.
struct Shard {
  int index = 0;
  int count = 1;
  bool operator==(const Shard&) const = default;
};

// "2/8" is the second of eight. Errors: kUsage.
core::Result<Shard> ParseShard(std::string_view text);

// The part of this process as Open MPI (OMPI_COMM_WORLD_RANK and _SIZE) and a Slurm array (SLURM_ARRAY_TASK_ID, _MIN,
// _COUNT, _STEP) set it; in an array of MPI jobs each task's part is shared by its ranks. The whole where nothing is
// set. Errors: kUsage, naming the variable: no number, or an array whose task ids have gaps.
core::Result<Shard> ShardOfEnvironment();

// Whether this process is one of several that mpirun started: only the first of them has standard input.
bool IsOneOfSeveralRanks();

// Leaves the shard's part of the pictures in `images`, in order, and moves the others to `elsewhere`. To which part a
// picture belongs follows from its path and `count` alone: parts are disjoint and together hold every picture, whatever
// is added to or taken from the folders while the processes list them. Parts are of about the same size. Errors of the
// list stay, in every part.
core::ImageList TakeShard(core::ImageList list, const Shard& shard);

}  // namespace godwit::workflows

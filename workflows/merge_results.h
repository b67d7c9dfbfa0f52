// One file of the results of several processes that shared the photos (shard.h).
#pragma once

#include <filesystem>
#include <ostream>
#include <vector>

#include "core/base/result.h"

namespace godwit::workflows {

// Writes what one run over all the photos would have written, from files of one format: JSON, JSON lines, CSV or a COCO
// data set, told by content. Photos come in order of path, as those of a folder do; ids of COCO are numbered anew. Of
// errors that every file has (a path that was not there), one is kept. Requires at least one file. Reads all of them
// into memory. Errors: kInput, naming the file: one that cannot be read or is no result of Godwit's, one of another
// format or of another model than the first, a photo that two files have.
core::Result<> MergeResults(const std::vector<std::filesystem::path>& files, std::ostream& out);

}  // namespace godwit::workflows

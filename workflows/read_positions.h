// Where photos were taken, from a table or from the photos themselves.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/image/list_images.h"
#include "geolocation/cell_id.h"

namespace godwit::workflows {

// Positions as leaf cells, 8 bytes each, in order of the inputs.
struct PhotoPositions {
  std::vector<geolocation::CellId> leaves;
  std::int64_t inputs = 0;               // lines of the table, or photos; those with a position among them
  std::int64_t without = 0;              // that have no position
  std::vector<core::InputError> broken;  // photos whose camera wrote a position that is none; they are left out
  std::vector<core::InputError> errors;  // inputs that cannot be read, the first 20 of a table
  std::int64_t failed = 0;               // how many there are
};

// Reads a table with a header (core::CsvReader) or, from a folder or picture, EXIF. Of a table, the columns `lat` and
// `lon` are taken, in any case, or their usual other names (latitude, lng, longitude, GPSLatitude, decimalLatitude
// ...): degrees with a decimal point. Both fields empty: without. Lines whose position is not one fail. Errors: kInput:
// the path is not there or cannot be read, the header names no position, a damaged table, no position at all;
// kCancelled.
core::Result<PhotoPositions> ReadPositions(const std::filesystem::path& from, const core::ThreadPool& pool,
                                           const core::JobContext& context);

}  // namespace godwit::workflows

// Partitions as files: comma-separated values (RFC 4180) with the header `token,photos,lat,lon` and one kept cell a
// line, in order of cell ids:
//
//   token   S2's name of the cell
//   photos  how many photos it held when it was made, at least 1
//   lat     mean position of those photos on the sphere, degrees WGS84 with seven decimals (a centimetre)
//   lon
//
// The header is the version of the format: columns are found by their names, those that a reader does not know are
// passed over. A later version may add columns; should one of these four change its meaning, it changes its name too,
// and this version refuses the file instead of misreading it.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "geolocation/partition.h"

namespace godwit::geolocation {

// Errors: kInput, naming the path; the file is written whole or not at all.
core::Result<> WriteCells(const Partition& partition, const std::filesystem::path& path);

// Cells may stand in any order, as a spreadsheet may have sorted them. Errors: kInput, naming the file and the line:
// those of core::CsvReader, a column that is missing, a token, number or position that is none, cells that overlap.
core::Result<Partition> ReadCells(const std::filesystem::path& path);

}  // namespace godwit::geolocation

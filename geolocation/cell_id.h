// Cells of the S2 grid, as numbers. The Earth is six faces of a cube; each cell has four children, down to leaf cells
// of a centimetre at level 30. The ids of a cell's descendants are one range, so that points sorted by leaf cell lie
// sorted by cell at every level. S2 itself (s2geometry.io) stays behind this header.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "geolocation/position.h"

namespace godwit::geolocation {

inline constexpr int kMaxCellLevel = 30;
inline constexpr int kFaces = 6;

// What S2 calls a cell id. Compares in the order of the curve that runs through all cells.
enum class CellId : std::uint64_t {};

// Requires 0 <= face < kFaces.
CellId FaceCell(int face);

// The leaf cell of a position. A pole has one leaf cell whatever its longitude, and -180 degrees is 180. Requires a
// valid position. About 50 ns.
CellId LeafCell(const LatLng& position);

int LevelOf(CellId cell);  // 0 (a face) to 30 (a leaf)

// The cell of a level that holds `cell`. Requires 0 <= level <= LevelOf(cell).
CellId Ancestor(CellId cell, int level);

// Requires 0 <= child < 4 and a cell above the leaves.
CellId Child(CellId cell, int child);

// The range of the leaf cells within a cell.
CellId FirstLeaf(CellId cell);
CellId LastLeaf(CellId cell);

// Whether `inner` is `outer` or lies in it.
bool Contains(CellId outer, CellId inner);

// S2's short names: "47e67", 1 to 16 digits. Nothing for text that Token would not have written.
std::string Token(CellId cell);
std::optional<CellId> CellOfToken(std::string_view token);

LatLng CenterOf(CellId cell);

double AreaKm2(CellId cell);  // on the sphere

}  // namespace godwit::geolocation

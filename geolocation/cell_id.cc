#include "geolocation/cell_id.h"

#include <s2/s2cell.h>
#include <s2/s2cell_id.h>

#include <cmath>

#include "core/base/check.h"
#include "geolocation/s2_position.h"

namespace godwit::geolocation {
namespace {

S2CellId ToS2(CellId cell) { return S2CellId(static_cast<std::uint64_t>(cell)); }
CellId FromS2(S2CellId cell) { return CellId{cell.id()}; }

}  // namespace

CellId FaceCell(int face) {
  core::Check(face >= 0 && face < kFaces, "the cube has six faces");
  return FromS2(S2CellId::FromFace(face));
}

CellId LeafCell(const LatLng& position) {
  core::Check(IsValid(position), "a cell needs a valid position");
  // Poles and the line of 180 degrees run between leaf cells, where rounding would decide.
  const double lon = std::abs(position.lat_deg) == 90 || position.lon_deg == -180
                         ? (std::abs(position.lat_deg) == 90 ? 0 : 180)
                         : position.lon_deg;
  return FromS2(S2CellId(ToS2Point({position.lat_deg, lon})));
}

int LevelOf(CellId cell) { return ToS2(cell).level(); }

CellId Ancestor(CellId cell, int level) {
  core::Check(level >= 0 && level <= LevelOf(cell), "an ancestor's level is that of the cell or above it");
  return FromS2(ToS2(cell).parent(level));
}

CellId Child(CellId cell, int child) {
  core::Check(child >= 0 && child < 4 && !ToS2(cell).is_leaf(), "cells above the leaves have four children");
  return FromS2(ToS2(cell).child(child));
}

CellId FirstLeaf(CellId cell) { return FromS2(ToS2(cell).range_min()); }
CellId LastLeaf(CellId cell) { return FromS2(ToS2(cell).range_max()); }

bool Contains(CellId outer, CellId inner) { return ToS2(outer).contains(ToS2(inner)); }

std::string Token(CellId cell) { return ToS2(cell).ToToken(); }

std::optional<CellId> CellOfToken(std::string_view token) {
  const S2CellId cell = S2CellId::FromToken({token.data(), token.size()});
  if (!cell.is_valid() || cell.ToToken() != token) {
    return std::nullopt;
  }
  return FromS2(cell);
}

LatLng CenterOf(CellId cell) { return FromS2Point(ToS2(cell).ToPoint()); }

double AreaKm2(CellId cell) { return S2Cell(ToS2(cell)).ExactArea() * kEarthRadiusKm * kEarthRadiusKm; }

}  // namespace godwit::geolocation

// Outlines of cells for maps.
#pragma once

#include <ostream>
#include <span>
#include <vector>

#include "geolocation/cell_id.h"
#include "geolocation/partition.h"

namespace godwit::geolocation {

// A closed line, counterclockwise, whose last position repeats the first.
using Ring = std::vector<LatLng>;

// A cell's outline as polygons of a map whose axes are longitude and latitude: one, or two where the line of 180
// degrees cuts the cell in two. Sides of cells are geodesics, which are bent on such a map: they get as many points as
// keep them within 100 m and a ten thousandth of a side. A pole in or at the corner of a cell becomes a side along the
// map's edge.
std::vector<Ring> CellOutline(CellId cell);

// A GeoJSON FeatureCollection (RFC 7946) with one feature a line: a Polygon or MultiPolygon and the properties token,
// photos, level, area_km2, and lat and lon of the cell's position. Coordinates are rounded to nine decimals.
void WriteGeoJson(std::span<const Cell> cells, std::ostream& out);

}  // namespace godwit::geolocation

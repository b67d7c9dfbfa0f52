#include "geolocation/cell_geojson.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <s2/s2cell.h>
#include <s2/s2cell_id.h>
#include <s2/s2edge_tessellator.h>
#include <s2/s2projections.h>
#include <nlohmann/json.hpp>

#include "geolocation/s2_position.h"

namespace godwit::geolocation {
namespace {

using Json = nlohmann::ordered_json;

bool IsPole(const LatLng& position) { return std::abs(position.lat_deg) > 90 - 1e-9; }

// The longitude, full turns added or taken off, that is nearest to another.
double Nearest(double lon, double other) { return lon + 360 * std::round((other - lon) / 360); }

// The outline on a plane whose longitudes go on beyond 180 degrees, counterclockwise, closed.
class Unroller {
 public:
  explicit Unroller(const S2Cell& cell)
      : tessellator_(&projection_, Tolerance(cell)), lon_(FromS2Point(cell.GetCenter()).lon_deg) {
    const int first = IsPole(FromS2Point(cell.GetVertex(0))) ? 1 : 0;
    const LatLng start = FromS2Point(cell.GetVertex(first));
    Append(start.lat_deg, Nearest(start.lon_deg, lon_));
    for (int side = first; side < first + 4; ++side) {
      AppendSide(cell.GetVertex(side), cell.GetVertex(side + 1));
    }
    if (std::abs(lon_ - ring_.front().lon_deg) > 180) {  // once around: a pole is inside
      const double pole = std::copysign(90, start.lat_deg);
      Append(pole, lon_);
      Append(pole, ring_.front().lon_deg);
      ring_.push_back(ring_.front());
    }
  }

  [[nodiscard]] const Ring& ring() const { return ring_; }

 private:
  // How far sides may be from the geodesics: a ten thousandth of a side, and 100 m at most.
  static S1Angle Tolerance(const S2Cell& cell) {
    return S1Angle::Radians(
        std::clamp(1e-4 * std::sqrt(cell.ApproxArea()), S2EdgeTessellator::kMinTolerance().radians(), 1.5e-5));
  }

  void Append(double lat, double lon) {
    ring_.push_back({lat, lon});
    lon_ = lon;
  }

  // All but its first point, which is there. In a pole all longitudes meet: sides to and from it are meridians, and
  // between them the outline goes along the map's edge.
  void AppendSide(const S2Point& from, const S2Point& to) {
    const LatLng begin = FromS2Point(from);
    const LatLng end = FromS2Point(to);
    if (IsPole(end)) {
      Append(std::copysign(90, end.lat_deg), lon_);
    } else if (IsPole(begin)) {
      const double lon = Nearest(end.lon_deg, lon_);
      Append(std::copysign(90, begin.lat_deg), lon);
      Append(end.lat_deg, lon);
    } else {
      std::vector<R2Point> points;
      tessellator_.AppendProjected(from, to, &points);
      const double turns = Nearest(points.front().x(), lon_) - points.front().x();
      std::for_each(points.begin() + 1, points.end(),
                    [&](const R2Point& point) { Append(point.y(), point.x() + turns); });
    }
  }

  S2::PlateCarreeProjection projection_{180};
  S2EdgeTessellator tessellator_;
  double lon_;  // of the last point
  Ring ring_;
};

// What of a closed ring lies on one side of a meridian (Sutherland and Hodgman 1974); closed, or empty. Right for rings
// that the meridian cuts at most once, as it does convex cells.
Ring Clipped(const Ring& ring, double lon, bool keep_east) {
  const auto inside = [&](const LatLng& position) {
    return keep_east ? position.lon_deg >= lon : position.lon_deg <= lon;
  };
  Ring clipped;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const LatLng& from = ring[i];
    const LatLng& to = ring[i + 1];
    if (inside(from)) {
      clipped.push_back(from);
    }
    if (inside(from) != inside(to)) {
      const double part = (lon - from.lon_deg) / (to.lon_deg - from.lon_deg);
      clipped.push_back({from.lat_deg + part * (to.lat_deg - from.lat_deg), lon});
    }
  }
  if (!clipped.empty()) {
    clipped.push_back(clipped.front());
  }
  return clipped;
}

double WidthOf(const Ring& ring) {
  if (ring.empty()) {
    return 0;
  }
  const auto [west, east] = std::ranges::minmax_element(ring, {}, &LatLng::lon_deg);
  return east->lon_deg - west->lon_deg;
}

Json RingToJson(const Ring& ring) {
  const auto rounded = [](double degrees) { return std::round(degrees * 1e9) / 1e9; };
  Json json = Json::array();
  for (const LatLng& position : ring) {
    Json pair = Json::array({rounded(position.lon_deg), rounded(position.lat_deg)});
    if (json.empty() || json.back() != pair) {
      json.push_back(std::move(pair));
    }
  }
  return json;
}

Json GeometryToJson(CellId cell) {
  const std::vector<Ring> rings = CellOutline(cell);
  if (rings.size() == 1) {
    return {{"type", "Polygon"}, {"coordinates", Json::array({RingToJson(rings.front())})}};
  }
  Json polygons = Json::array();
  for (const Ring& ring : rings) {
    polygons.push_back(Json::array({RingToJson(ring)}));
  }
  return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
}

}  // namespace

std::vector<Ring> CellOutline(CellId cell) {
  const Unroller unroller(S2Cell(S2CellId(static_cast<std::uint64_t>(cell))));
  const Ring& ring = unroller.ring();
  // A side along 180 degrees must not leave a sliver on the other side of the map: leaf cells are 1e-7 degrees wide.
  constexpr double kSliverDeg = 1e-9;
  std::vector<Ring> outlines;
  for (const double turn : {-360.0, 0.0, 360.0}) {
    Ring part = Clipped(Clipped(ring, turn - 180, true), turn + 180, false);
    if (WidthOf(part) > kSliverDeg) {
      std::ranges::for_each(part, [&](LatLng& position) { position.lon_deg -= turn; });
      outlines.push_back(std::move(part));
    }
  }
  return outlines;
}

void WriteGeoJson(std::span<const Cell> cells, std::ostream& out) {
  out << R"({"type":"FeatureCollection","features":[)";
  std::string_view separator = "\n";
  for (const Cell& cell : cells) {
    const Json feature{{"type", "Feature"},
                       {"geometry", GeometryToJson(cell.id)},
                       {"properties",
                        {{"token", Token(cell.id)},
                         {"photos", cell.photos},
                         {"level", LevelOf(cell.id)},
                         {"area_km2", AreaKm2(cell.id)},
                         {"lat", cell.position.lat_deg},
                         {"lon", cell.position.lon_deg}}}};
    out << separator << feature.dump();
    separator = ",\n";
  }
  out << "\n]}\n";
}

}  // namespace godwit::geolocation

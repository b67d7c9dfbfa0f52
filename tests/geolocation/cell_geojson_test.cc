#include "geolocation/cell_geojson.h"

#include <gmock/gmock.h>
#include <s2/s2cell.h>
#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <numbers>
#include <sstream>

#include "tests/geolocation/random_positions.h"
#include "tests/support/temporary_folder.h"

namespace godwit::geolocation {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double kRadians = std::numbers::pi / 180;

// Cells of all levels at the awkward places of the globe, and everywhere.
std::vector<CellId> AwkwardCells() {
  std::vector<CellId> cells;
  for (const tests::Cloud& cloud : tests::AwkwardClouds(40, 13)) {
    for (std::size_t i = 0; i < cloud.positions.size(); ++i) {
      cells.push_back(Ancestor(LeafCell(cloud.positions[i]), static_cast<int>(i % 31)));
    }
  }
  for (int face = 0; face < kFaces; ++face) {
    cells.push_back(FaceCell(face));
    for (int child = 0; child < 4; ++child) {
      cells.push_back(Child(FaceCell(face), child));
    }
  }
  std::ranges::sort(cells);
  cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
  return cells;
}

// The integral of sin(lat) along the ring (Green's theorem on the sphere), by Simpson's rule on each side.
double AreaKm2(const std::vector<Ring>& rings) {
  double area = 0;
  for (const Ring& ring : rings) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const double from = ring[i].lat_deg * kRadians;
      const double to = ring[i + 1].lat_deg * kRadians;
      const double mean = (std::sin(from) + 4 * std::sin((from + to) / 2) + std::sin(to)) / 6;
      area -= mean * (ring[i + 1].lon_deg - ring[i].lon_deg) * kRadians;
    }
  }
  return area * kEarthRadiusKm * kEarthRadiusKm;
}

bool Holds(const std::vector<Ring>& rings, const LatLng& position) {
  bool inside = false;
  for (const Ring& ring : rings) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const LatLng& a = ring[i];
      const LatLng& b = ring[i + 1];
      if ((a.lat_deg > position.lat_deg) != (b.lat_deg > position.lat_deg) &&
          position.lon_deg <
              a.lon_deg + (b.lon_deg - a.lon_deg) * (position.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg)) {
        inside = !inside;
      }
    }
  }
  return inside;
}

TEST(CellOutline, StaysOnTheMap) {
  for (const CellId cell : AwkwardCells()) {
    SCOPED_TRACE(Token(cell));
    const std::vector<Ring> rings = CellOutline(cell);
    ASSERT_GE(rings.size(), 1U);
    ASSERT_LE(rings.size(), 2U);
    for (const Ring& ring : rings) {
      ASSERT_GE(ring.size(), 4U);
      EXPECT_EQ(ring.front(), ring.back());
      double turning = 0;
      for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        EXPECT_TRUE(IsValid(ring[i])) << ring[i].lat_deg << ", " << ring[i].lon_deg;
        // No side crosses the line of 180 degrees: only one along a pole is long.
        EXPECT_TRUE(std::abs(ring[i + 1].lon_deg - ring[i].lon_deg) < 180 || std::abs(ring[i].lat_deg) == 90);
        turning += (ring[i].lon_deg - ring[0].lon_deg) * (ring[i + 1].lat_deg - ring[0].lat_deg) -
                   (ring[i + 1].lon_deg - ring[0].lon_deg) * (ring[i].lat_deg - ring[0].lat_deg);
      }
      EXPECT_GT(turning, 0);  // counterclockwise
    }
  }
}

TEST(CellOutline, HasTheAreaOfTheCell) {
  for (const CellId cell : AwkwardCells()) {
    if (LevelOf(cell) <= 20) {  // below, the digits of a degree do not suffice
      EXPECT_NEAR(AreaKm2(CellOutline(cell)) / AreaKm2(cell), 1, 1e-3) << Token(cell);
    }
  }
}

TEST(CellOutline, HoldsWhatTheCellHolds) {
  tests::PositionSource source(14);
  int inside = 0;
  for (const CellId cell : AwkwardCells()) {
    if (LevelOf(cell) > 14) {
      continue;
    }
    const S2Cell s2(S2CellId(static_cast<std::uint64_t>(cell)));
    const double side_deg = std::sqrt(s2.ExactArea()) / kRadians;
    const std::vector<Ring> rings = CellOutline(cell);
    for (int i = 0; i < 200; ++i) {
      const LatLng position = source.Near(CenterOf(cell), side_deg / 2);
      const S2Point point = S2LatLng::FromDegrees(position.lat_deg, position.lon_deg).ToPoint();
      if (s2.GetBoundaryDistance(point).degrees() > 1e-3 * side_deg && std::abs(position.lat_deg) < 90) {
        ASSERT_EQ(Holds(rings, position), s2.Contains(point))
            << Token(cell) << " " << position.lat_deg << ", " << position.lon_deg;
        inside += s2.Contains(point) ? 1 : 0;
      }
    }
  }
  EXPECT_GT(inside, 1'000);
}

Partition WorldPartition() {
  std::vector<LatLng> positions;
  for (const tests::Cloud& cloud : tests::AwkwardClouds(1'000, 15)) {
    positions.insert(positions.end(), cloud.positions.begin(), cloud.positions.end());
  }
  const core::ThreadPool pool(1);
  return MakePartition(SortedPoints(tests::LeavesOf(positions), pool), {.max_photos = 60, .min_photos = 1}, pool)
      .partition;
}

TEST(WriteGeoJson, WritesFeatures) {
  const Partition partition({{.id = FaceCell(3), .photos = 12, .position = {10, -170}},
                             {.id = *CellOfToken("89c24"), .photos = 3, .position = {40.7, -74}}});
  std::ostringstream out;
  WriteGeoJson(partition.cells(), out);
  const auto json = nlohmann::json::parse(out.str());
  EXPECT_EQ(json["type"], "FeatureCollection");
  ASSERT_EQ(json["features"].size(), 2U);
  const auto& split = json["features"][0];
  EXPECT_EQ(split["geometry"]["type"], "MultiPolygon");
  EXPECT_EQ(split["geometry"]["coordinates"].size(), 2U);
  EXPECT_EQ(split["properties"]["token"], "7");
  EXPECT_EQ(split["properties"]["photos"], 12);
  EXPECT_EQ(split["properties"]["level"], 0);
  const auto& whole = json["features"][1];
  EXPECT_EQ(whole["geometry"]["type"], "Polygon");
  const auto& first = whole["geometry"]["coordinates"][0][0];
  EXPECT_NEAR(first[0].get<double>(), -74, 2);  // longitude first
  EXPECT_NEAR(first[1].get<double>(), 40.7, 2);
  EXPECT_NEAR(whole["properties"]["area_km2"].get<double>(), geolocation::AreaKm2(*CellOfToken("89c24")), 1e-6);

  std::ostringstream none;
  WriteGeoJson({}, none);
  EXPECT_TRUE(nlohmann::json::parse(none.str())["features"].empty());
}

std::string OutputOf(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> block{};
  for (std::size_t got = 0; (got = std::fread(block.data(), 1, block.size(), pipe.get())) > 0;) {
    text.append(block.data(), got);
  }
  return text;
}

// GDAL reads them as we mean them, and finds each of them simple and closed.
TEST(WriteGeoJson, IsReadByGdal) {
  const std::string ogrinfo = GODWIT_OGRINFO;
  if (ogrinfo.ends_with("-NOTFOUND")) {
    GTEST_SKIP() << "ogrinfo is missing; install gdal-bin";
  }
  const tests::TemporaryFolder folder;
  const Partition partition = WorldPartition();
  std::ostringstream out;
  WriteGeoJson(partition.cells(), out);
  tests::WriteFile(folder / "cells.geojson", out.str());
  const std::string file = (folder / "cells.geojson").string();
  const std::string summary = OutputOf(ogrinfo + " -ro -al -so " + file + " 2>&1");
  EXPECT_THAT(summary, HasSubstr("using driver `GeoJSON' successful"));
  EXPECT_THAT(summary, HasSubstr("Feature Count: " + std::to_string(partition.cells().size()) + "\n"));
  EXPECT_THAT(summary, HasSubstr("Extent: (-180.000000, -90.000000) - (180.000000, 90.000000)"));
  EXPECT_THAT(summary, HasSubstr("photos: Integer"));
  EXPECT_THAT(summary, Not(HasSubstr("Warning")));
  const std::string valid = OutputOf(
      ogrinfo + " -ro -dialect SQLite -sql \"SELECT COUNT(*) AS valid, SUM(photos) AS photos FROM cells WHERE " +
      "ST_IsValid(geometry) = 1\" " + file + " 2>&1");
  EXPECT_THAT(valid, HasSubstr("valid (Integer) = " + std::to_string(partition.cells().size()) + "\n"));
  EXPECT_THAT(valid, HasSubstr("photos (Integer) = " + std::to_string(partition.photos()) + "\n"));
}

}  // namespace
}  // namespace godwit::geolocation

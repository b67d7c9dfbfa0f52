#include "geolocation/cell_id.h"

#include <gmock/gmock.h>
#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>

#include <numbers>

#include "core/base/check.h"
#include "tests/geolocation/random_positions.h"

namespace godwit::geolocation {
namespace {

S2CellId S2(CellId cell) { return S2CellId(static_cast<std::uint64_t>(cell)); }

TEST(LeafCell, IsTheOneOfS2) {
  tests::PositionSource source(3);
  for (int i = 0; i < 10'000; ++i) {
    const LatLng position = source.Anywhere();
    const CellId leaf = LeafCell(position);
    EXPECT_EQ(S2(leaf), S2CellId(S2LatLng::FromDegrees(position.lat_deg, position.lon_deg)));
    EXPECT_EQ(LevelOf(leaf), kMaxCellLevel);
    EXPECT_LT(DistanceKm(CenterOf(leaf), position), 2e-5);  // two centimetres
  }
}

TEST(LeafCell, IsOneForEveryNameOfAPlace) {
  for (const double lat : {-90.0, 90.0}) {
    for (const double lon : {-180.0, -135.0, -1e-9, 0.0, 33.0, 90.0, 180.0}) {
      EXPECT_EQ(LeafCell({lat, lon}), LeafCell({lat, 0})) << lat << ", " << lon;
    }
  }
  for (const double lat : {-89.9, -45.0, -1e-9, 0.0, 12.0, 60.0}) {
    EXPECT_EQ(LeafCell({lat, -180}), LeafCell({lat, 180})) << lat;
  }
  EXPECT_EQ(LeafCell({-0.0, -0.0}), LeafCell({0, 0}));
}

TEST(LeafCell, NeedsAPositionOnTheEarth) {
  EXPECT_THROW(LeafCell({91, 0}), core::ContractViolation);
  EXPECT_THROW(LeafCell({0, std::numeric_limits<double>::quiet_NaN()}), core::ContractViolation);
}

TEST(CellId, FamiliesAreRanges) {
  tests::PositionSource source(4);
  for (int i = 0; i < 2'000; ++i) {
    const CellId leaf = LeafCell(source.Anywhere());
    const CellId cell = Ancestor(leaf, source.Integer(0, kMaxCellLevel - 1));
    EXPECT_TRUE(Contains(cell, leaf));
    EXPECT_LE(FirstLeaf(cell), leaf);
    EXPECT_GE(LastLeaf(cell), leaf);
    CellId next = FirstLeaf(cell);
    for (int child = 0; child < 4; ++child) {
      EXPECT_EQ(LevelOf(Child(cell, child)), LevelOf(cell) + 1);
      EXPECT_EQ(FirstLeaf(Child(cell, child)), next);
      next = CellId{static_cast<std::uint64_t>(LastLeaf(Child(cell, child))) + 2};
      EXPECT_EQ(Ancestor(Child(cell, child), LevelOf(cell)), cell);
      EXPECT_FALSE(Contains(Child(cell, child), cell));
    }
    EXPECT_EQ(CellId{static_cast<std::uint64_t>(LastLeaf(cell)) + 2}, next);
  }
  EXPECT_THROW(Child(LeafCell({1, 2}), 0), core::ContractViolation);
  EXPECT_THROW(Ancestor(FaceCell(0), 1), core::ContractViolation);
  EXPECT_THROW(FaceCell(6), core::ContractViolation);
}

TEST(CellId, HasOneToken) {
  EXPECT_EQ(Token(FaceCell(0)), "1");
  EXPECT_EQ(CellOfToken("1"), FaceCell(0));
  tests::PositionSource source(5);
  for (int i = 0; i < 2'000; ++i) {
    const CellId cell = Ancestor(LeafCell(source.Anywhere()), source.Integer(0, kMaxCellLevel));
    EXPECT_EQ(CellOfToken(Token(cell)), cell);
  }
  // Upper case, zeros at the end, face 6 and 7, no bit for the level, spaces, too long.
  for (const char* wrong : {"", "X", "47E67", "10", "d", "f", "2", "0", " 1", "1 ", "-1", "0x1", "47e66", "47e67zz",
                            "47e66d5d5d5d5d5d5", "token"}) {
    EXPECT_EQ(CellOfToken(wrong), std::nullopt) << wrong;
  }
}

TEST(CellId, FacesCoverTheEarth) {
  double area = 0;
  for (int face = 0; face < kFaces; ++face) {
    EXPECT_EQ(LevelOf(FaceCell(face)), 0);
    area += AreaKm2(FaceCell(face));
  }
  EXPECT_NEAR(area, 4 * std::numbers::pi * kEarthRadiusKm * kEarthRadiusKm, 1);
  EXPECT_NEAR(AreaKm2(LeafCell({10, 20})), 0.7e-10, 0.4e-10);  // about a square centimetre
}

}  // namespace
}  // namespace godwit::geolocation

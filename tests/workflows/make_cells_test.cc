#include "workflows/make_cells.h"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include "geolocation/cell_file.h"
#include "tests/image/image_files.h"
#include "tests/support/temporary_folder.h"

namespace godwit::workflows {
namespace {

using geolocation::CellId;
using geolocation::LeafCell;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class MakeCellsTest : public testing::Test {
 protected:
  core::Result<PhotoPositions> Read(const std::string& table) const {
    tests::WriteFile(folder_ / "positions.csv", table);
    return ReadPositions(folder_ / "positions.csv", pool_, {});
  }
  std::vector<CellId> Leaves(const std::string& table) const {
    const auto positions = Read(table);
    EXPECT_TRUE(positions) << positions.error().message;
    return positions ? positions->leaves : std::vector<CellId>();
  }
  std::string Message(const std::string& table) const {
    const auto positions = Read(table);
    return positions ? "read" : positions.error().message;
  }
  void WritePhoto(const std::string& name, const tests::GpsKind& gps) const {
    const tests::Bytes file = tests::EncodeJpeg(tests::SmoothPicture(8, 8), {.app1 = tests::GpsBlock(gps)});
    tests::WriteFile(folder_.path() / "photos" / name, {reinterpret_cast<const char*>(file.data()), file.size()});
  }

  tests::TemporaryFolder folder_;
  core::ThreadPool pool_{2};
};

TEST_F(MakeCellsTest, TablesNameTheirColumnsInManyWays) {
  const CellId paris = LeafCell({48.8584, 2.2945});
  for (const char* header :
       {"lat,lon", "LAT,LON", "Latitude,Longitude", "lat,lng", "lat,long", "GPSLatitude,GPSLongitude",
        "decimalLatitude,decimalLongitude", " lat , lon ", "\"lat\",\"lon\"", "\xEF\xBB\xBFlat,lon"}) {
    EXPECT_THAT(Leaves(fmt::format("{}\n48.8584,2.2945\n", header)), ElementsAre(paris)) << header;
  }
  EXPECT_THAT(Leaves("name,lon,photo id,lat\r\n\"Paris, \"\"la\"\"\",2.2945,7,48.8584\r\n"), ElementsAre(paris));
  // Where several would do, the plainest.
  EXPECT_THAT(Leaves("latitude,longitude,lat,lon\n0,0,48.8584,2.2945\n"), ElementsAre(paris));
  for (const char* row : {"\"48.8584\",\"2.2945\"", " 48.8584 ,\t2.2945", "+48.8584,2.2945", "4.88584e1,2.2945"}) {
    EXPECT_THAT(Leaves(fmt::format("lat,lon\n{}\n", row)), ElementsAre(paris)) << row;
  }
  EXPECT_THAT(Leaves("lat,lon\n0,0\n-90,180"), ElementsAre(LeafCell({0, 0}), LeafCell({-90, 0})));
}

TEST_F(MakeCellsTest, LinesOfATableThatAreNoPositionAreLeftOut) {
  std::string table = "lat,lon\n1,2\n,\n91,0\n1;5,2\nnan,1\n3,\n48 deg 51',2 deg\n4,5\n";
  auto positions = Read(table);
  ASSERT_TRUE(positions) << positions.error().message;
  EXPECT_THAT(positions->leaves, ElementsAre(LeafCell({1, 2}), LeafCell({4, 5})));
  EXPECT_EQ(positions->inputs, 8);
  EXPECT_EQ(positions->without, 1);
  EXPECT_EQ(positions->failed, 5);
  ASSERT_THAT(positions->errors, SizeIs(5));
  EXPECT_THAT(positions->errors[0].error, HasSubstr("positions.csv: line 4: '91', '0' is not a position in degrees"));
  EXPECT_THAT(positions->errors[3].error, HasSubstr("line 7: '3', ''"));
  for (int i = 0; i < 100; ++i) {
    table += "x,y\n";
  }
  positions = Read(table);
  ASSERT_TRUE(positions);
  EXPECT_EQ(positions->failed, 105);
  EXPECT_THAT(positions->errors, SizeIs(20));
}

TEST_F(MakeCellsTest, TablesWithoutPositionsSayWhatIsMissing) {
  EXPECT_THAT(Message("lat;lon\n1;2\n"), HasSubstr("the header names no column 'lat'"));
  EXPECT_THAT(Message("lat,name\n1,2\n"), HasSubstr("the header names no column 'lon'"));
  EXPECT_THAT(Message("lat,lon\n"), HasSubstr("positions.csv: there is no position in it"));
  EXPECT_THAT(Message("lat,lon\n,\n"), HasSubstr("there is no position in it"));
  EXPECT_THAT(Message("lat,lon\na,b\n"),
              HasSubstr("first of all: " + (folder_ / "positions.csv").string() + ": line 2"));
  EXPECT_THAT(Message("lat,lon\n1,2,3\n"), HasSubstr("line 2: has 3 fields"));
  EXPECT_THAT(Message(""), HasSubstr("the file is empty"));
  EXPECT_THAT(ReadPositions(folder_ / "absent.csv", pool_, {}).error().message, HasSubstr("cannot be read"));
}

TEST_F(MakeCellsTest, ATableLongerThanOneBlockIsReadWhole) {
  std::string table = "lat,lon,comment\n";
  std::vector<CellId> expected;
  for (int i = 0; i < 50'000; ++i) {
    table += fmt::format("{},{},\"line\n{}\"\n", i * 0.001, i * -0.002, i);
    expected.push_back(LeafCell({i * 0.001, i * -0.002}));
  }
  EXPECT_EQ(Leaves(table), expected);
}

TEST_F(MakeCellsTest, PhotosTellTheirPosition) {
  WritePhoto("a.jpg", {});
  WritePhoto("below/b.jpg", {.lat_ref = 'S'});
  WritePhoto("below/c.jpg", {.lat = {}, .lon = {}});
  const tests::Bytes plain = tests::EncodePng(tests::SmoothPicture(8, 8));
  tests::WriteFile(folder_.path() / "photos" / "d.png", {reinterpret_cast<const char*>(plain.data()), plain.size()});
  tests::WriteFile(folder_.path() / "photos" / "e.jpg", "");
  tests::WriteFile(folder_.path() / "photos" / "notes.txt", "no picture");
  const auto positions = ReadPositions(folder_ / "photos", pool_, {});
  ASSERT_TRUE(positions) << positions.error().message;
  const double lat = 48 + 51. / 60 + 30.24 / 3600;
  const double lon = 2 + 17. / 60 + 40.2 / 3600;
  EXPECT_THAT(positions->leaves, ElementsAre(LeafCell({lat, lon}), LeafCell({-lat, lon})));
  EXPECT_EQ(positions->inputs, 5);
  EXPECT_EQ(positions->without, 1);
  ASSERT_THAT(positions->broken, SizeIs(1));
  EXPECT_THAT(positions->broken[0].error, HasSubstr("c.jpg: its GPS position is 0, 0"));
  EXPECT_EQ(positions->failed, 1);
  ASSERT_THAT(positions->errors, SizeIs(1));
  EXPECT_THAT(positions->errors[0].error, HasSubstr("e.jpg: the file is empty"));

  const auto one = ReadPositions(folder_ / "photos" / "a.jpg", pool_, {});
  ASSERT_TRUE(one);
  EXPECT_THAT(one->leaves, SizeIs(1));
  EXPECT_THAT(ReadPositions(folder_ / "photos" / "d.png", pool_, {}).error().message,
              HasSubstr("there is no position"));
}

TEST_F(MakeCellsTest, StopsWhenAsked) {
  WritePhoto("a.jpg", {});
  std::stop_source stop;
  stop.request_stop();
  const auto photos = ReadPositions(folder_ / "photos", pool_, {.stop = stop.get_token()});
  ASSERT_FALSE(photos);
  EXPECT_EQ(photos.error().kind, core::ErrorKind::kCancelled);
  std::string table = "lat,lon\n";
  for (int i = 0; i < 100'000; ++i) {
    table += "1,2\n";
  }
  tests::WriteFile(folder_ / "long.csv", table);
  const auto rows = ReadPositions(folder_ / "long.csv", pool_, {.stop = stop.get_token()});
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, core::ErrorKind::kCancelled);
}

TEST_F(MakeCellsTest, WritesWhatItMade) {
  tests::WriteFile(folder_ / "positions.csv", "lat,lon\n10,20\n10.1,20\n10,20.1\n-40,50\n");
  const MakeCellsRequest request{
      .from = folder_ / "positions.csv", .out = folder_ / "cells.csv", .options = {.max_photos = 3, .min_photos = 2}};
  const auto cells = MakeCells(request, pool_, {});
  ASSERT_TRUE(cells) << cells.error().message;
  EXPECT_EQ(cells->points, 4);
  EXPECT_EQ(cells->made.dropped_photos, 1);
  const auto read = geolocation::ReadCells(folder_ / "cells.csv");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_THAT(read->cells(), SizeIs(1));
  EXPECT_EQ(read->cells()[0].photos, 3);
  EXPECT_LT(geolocation::DistanceKm(read->cells()[0].position, {10.0333, 20.0333}), 0.1);

  const auto usage = MakeCells(
      {.from = folder_ / "absent.csv", .out = folder_ / "none.csv", .options = {.max_photos = 1, .min_photos = 2}},
      pool_, {});
  ASSERT_FALSE(usage);
  EXPECT_EQ(usage.error().kind, core::ErrorKind::kUsage);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "none.csv"));
}

}  // namespace
}  // namespace godwit::workflows

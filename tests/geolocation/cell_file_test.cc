#include "geolocation/cell_file.h"

#include <gmock/gmock.h>

#include "tests/geolocation/random_positions.h"
#include "tests/support/temporary_folder.h"

namespace godwit::geolocation {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class CellFile : public testing::Test {
 protected:
  core::Result<Partition> Read(const std::string& text) const {
    tests::WriteFile(folder_ / "cells.csv", text);
    return ReadCells(folder_ / "cells.csv");
  }
  std::string Message(const std::string& text) const {
    const auto cells = Read(text);
    EXPECT_TRUE(cells || cells.error().kind == core::ErrorKind::kInput);
    EXPECT_TRUE(cells || cells.error().message.starts_with((folder_ / "cells.csv").string() + ": "));
    return cells ? "read" : cells.error().message;
  }

  tests::TemporaryFolder folder_;
};

TEST_F(CellFile, ComesBackAsItWas) {
  const core::ThreadPool pool(1);
  for (const tests::Cloud& cloud : tests::AwkwardClouds(2'000, 12)) {
    SCOPED_TRACE(cloud.name);
    const SortedPoints points(tests::LeavesOf(cloud.positions), pool);
    const Partition made = MakePartition(points, {.max_photos = 30, .min_photos = 2}, pool).partition;
    ASSERT_TRUE(WriteCells(made, folder_ / "made.csv"));
    const auto read = ReadCells(folder_ / "made.csv");
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(read->cells().size(), made.cells().size());
    for (std::size_t i = 0; i < made.cells().size(); ++i) {
      EXPECT_EQ(read->cells()[i].id, made.cells()[i].id);
      EXPECT_EQ(read->cells()[i].photos, made.cells()[i].photos);
      EXPECT_NEAR(read->cells()[i].position.lat_deg, made.cells()[i].position.lat_deg, 5.1e-8);
      EXPECT_NEAR(read->cells()[i].position.lon_deg, made.cells()[i].position.lon_deg, 5.1e-8);
    }
    ASSERT_TRUE(WriteCells(*read, folder_ / "again.csv"));
    EXPECT_EQ(tests::ReadFile(folder_ / "again.csv"), tests::ReadFile(folder_ / "made.csv"));
  }
}

TEST_F(CellFile, IsTextAsPromised) {
  const Partition partition({{.id = *CellOfToken("47e67"), .photos = 12, .position = {48.8584, 2.2945}},
                             {.id = *CellOfToken("b"), .photos = 3, .position = {-89.99999999, -0.00000001}}});
  ASSERT_TRUE(WriteCells(partition, folder_ / "new" / "cells.csv"));
  EXPECT_EQ(tests::ReadFile(folder_ / "new" / "cells.csv"),
            "token,photos,lat,lon\n47e67,12,48.8584000,2.2945000\nb,3,-90.0000000,-0.0000000\n");
  ASSERT_TRUE(WriteCells(Partition(), folder_ / "none.csv"));
  EXPECT_EQ(tests::ReadFile(folder_ / "none.csv"), "token,photos,lat,lon\n");
  EXPECT_THAT(ReadCells(folder_ / "none.csv")->cells(), IsEmpty());
  const auto written = WriteCells(partition, folder_.path());
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, StartsWith(folder_.path().string()));
}

TEST_F(CellFile, MayHaveMoreColumnsInAnyOrder) {
  const auto cells = Read("Lon,NAME,token,Lat,photos\r\n2.5,\"Paris, 7e\",47e67,48.5,12\r\n\r\n-70,,1,-30,5\r\n");
  ASSERT_TRUE(cells) << cells.error().message;
  ASSERT_THAT(cells->cells(), SizeIs(2));  // in order of the curve, not of the file
  EXPECT_EQ(Token(cells->cells()[0].id), "1");
  EXPECT_EQ(cells->cells()[0].photos, 5);
  EXPECT_EQ(cells->cells()[1].position, (LatLng{48.5, 2.5}));
  EXPECT_EQ(cells->photos(), 17);
}

TEST_F(CellFile, SaysWhereItIsDamaged) {
  const std::string header = "token,photos,lat,lon\n47e67,12,48,2\n";
  EXPECT_EQ(Message(header), "read");
  EXPECT_THAT(Message(""), HasSubstr("the file is empty"));
  EXPECT_THAT(Message("token,photos,lat\n"), HasSubstr("no column 'lon'; make one with: godwit cells build"));
  EXPECT_THAT(Message("lat,lon\n1,2\n"), HasSubstr("no column 'token'"));
  EXPECT_THAT(Message(header + "b,3,90"), HasSubstr("line 3: has 3 fields where the header has 4"));
  for (const std::string wrong : {"", "47E67", "zz", "10"}) {
    EXPECT_THAT(Message(header + wrong + ",3,1,2\n"), HasSubstr("line 3: '" + wrong + "' is not the token"));
  }
  for (const std::string wrong : {"", "0", "-4", "3.5", "many", "99999999999999999999", " 3"}) {
    EXPECT_THAT(Message(header + "b," + wrong + ",1,2\n"),
                HasSubstr("line 3: '" + wrong + "' is not a number of photos"));
  }
  for (const std::string wrong : {"91,2", "1,181", "nan,2", "1,inf", ",", "1;5,2", "0x1,2", "1e999,2"}) {
    EXPECT_THAT(Message(header + "b,3," + wrong + "\n"), HasSubstr("is not a position in degrees")) << wrong;
  }
  EXPECT_THAT(Message(header + "b,1,1,2\n47e67,1,48,2\n"), HasSubstr("line 4: this cell overlaps the one of line 2"));
  EXPECT_THAT(Message(header + "47e671,1,48,2\n"), HasSubstr("line 3: this cell overlaps the one of line 2"));
  EXPECT_THAT(Message(header + "\"b,1,1,2\n"), HasSubstr("line 3: a quote is opened but not closed"));
  EXPECT_THAT(ReadCells(folder_ / "absent.csv").error().message, HasSubstr("absent.csv: cannot be read"));
  EXPECT_THAT(ReadCells(folder_.path()).error().message, HasSubstr("is a folder"));
}

}  // namespace
}  // namespace godwit::geolocation

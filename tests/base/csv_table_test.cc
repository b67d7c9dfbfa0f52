#include "core/base/csv_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace godwit::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ReadCsvTest : public testing::Test {
 protected:
  Result<CsvTable> Read(const std::string& text) const {
    tests::WriteFile(folder_ / "table.csv", text);
    return ReadCsv(folder_ / "table.csv");
  }
  std::string Message(const std::string& text) const {
    const auto table = Read(text);
    return table ? "read" : table.error().message;
  }

  tests::TemporaryFolder folder_;
};

TEST_F(ReadCsvTest, TakesWhatSpreadsheetsWrite) {
  const auto table = Read("\xEF\xBB\xBFPath,\"Index\"\r\n\"a, \"\"b\"\"\nc.jpg\",1\r\n\r\nd.jpg,");
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(table->header, ElementsAre("path", "index"));
  ASSERT_THAT(table->rows, SizeIs(2));
  EXPECT_THAT(table->rows[0].fields, ElementsAre("a, \"b\"\nc.jpg", "1"));
  EXPECT_EQ(table->rows[0].line, 2);
  EXPECT_THAT(table->rows[1].fields, ElementsAre("d.jpg", ""));
  EXPECT_EQ(table->rows[1].line, 5);
  EXPECT_EQ(table->Column("index"), 1);
  EXPECT_EQ(table->Column("label"), -1);
}

TEST_F(ReadCsvTest, AHeaderAloneIsATable) { EXPECT_THAT(Read("path\n")->rows, IsEmpty()); }

TEST_F(ReadCsvTest, SaysWhereAndWhat) {
  EXPECT_THAT(Message(""), HasSubstr("table.csv: the file is empty"));
  EXPECT_THAT(Message("\n\n"), HasSubstr("the file is empty"));
  EXPECT_THAT(Message("a,b\n1,2\n3\n"), HasSubstr("line 3: has 1 fields where the header has 2"));
  EXPECT_THAT(Message("a,b\n1,\"2\n"), HasSubstr("line 2: a quote is opened but not closed"));
  EXPECT_THAT(ReadCsv(folder_ / "absent.csv").error().message, HasSubstr("absent.csv: cannot be read"));
}

}  // namespace
}  // namespace godwit::core

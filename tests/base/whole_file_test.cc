#include "core/base/whole_file.h"

#include <filesystem>
#include <iterator>
#include <utility>

#include <gmock/gmock.h>

#include "tests/support/temporary_folder.h"

namespace godwit::core {
namespace {

using testing::HasSubstr;

std::ptrdiff_t FilesIn(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
}

class WholeFileTest : public testing::Test {
 protected:
  tests::TemporaryFolder folder_;
};

TEST_F(WholeFileTest, AppearsOnCommit) {
  const auto path = folder_.path() / "sub" / "out.json";
  {
    auto file = WholeFile::Create(path);
    ASSERT_TRUE(file);
    file->stream() << "contents";
    EXPECT_FALSE(std::filesystem::exists(path));
    ASSERT_TRUE(file->Commit());
  }
  EXPECT_EQ(tests::ReadFile(path), "contents");
  EXPECT_EQ(FilesIn(path.parent_path()), 1) << "the temporary file is gone";
}

TEST_F(WholeFileTest, LeavesTheOldFileWithoutCommit) {
  const auto path = folder_.path() / "out.json";
  ASSERT_TRUE(WriteWholeFile(path, "old"));
  {
    auto file = WholeFile::Create(path);
    ASSERT_TRUE(file);
    file->stream() << "half of the n";
    const WholeFile moved(std::move(*file));
  }
  EXPECT_EQ(tests::ReadFile(path), "old");
  EXPECT_EQ(FilesIn(folder_.path()), 1);
}

TEST_F(WholeFileTest, ReplacesTheOldFile) {
  const auto path = folder_.path() / "out.json";
  ASSERT_TRUE(WriteWholeFile(path, "old and longer"));
  ASSERT_TRUE(WriteWholeFile(path, "new"));
  EXPECT_EQ(tests::ReadFile(path), "new");
}

TEST_F(WholeFileTest, NamesAPathThatCannotBeWritten) {
  const auto blocked = folder_.path() / "file" / "out.json";
  ASSERT_TRUE(WriteWholeFile(folder_.path() / "file", "not a folder"));
  const auto below_a_file = WriteWholeFile(blocked, "x");
  ASSERT_FALSE(below_a_file);
  EXPECT_EQ(below_a_file.error().kind, ErrorKind::kInput);
  EXPECT_THAT(below_a_file.error().message, HasSubstr(blocked.string()));

  const auto onto_a_folder = WriteWholeFile(folder_.path(), "x");
  ASSERT_FALSE(onto_a_folder);
  EXPECT_THAT(onto_a_folder.error().message, HasSubstr("is a folder"));
}

}  // namespace
}  // namespace godwit::core

#include "core/base/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

TEST_F(WholeFileTest, KeepsLinksAndPermissions) {
  namespace fs = std::filesystem;
  ASSERT_TRUE(WriteWholeFile(folder_ / "real", "old"));
  fs::permissions(folder_ / "real", fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("real", folder_ / "link");
  ASSERT_TRUE(WriteWholeFile(folder_ / "link", "new"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(tests::ReadFile(folder_ / "real"), "new");
  EXPECT_EQ(fs::status(folder_ / "real").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(WholeFileTest, WritesIntoAPipeAsItIs) {
  const std::string pipe = (folder_ / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int reader = ::open(pipe.c_str(), O_RDWR);  // so that neither side waits for the other
  ASSERT_GE(reader, 0);
  ASSERT_TRUE(WriteWholeFile(pipe, "contents"));
  std::string read(20, ' ');
  read.resize(static_cast<std::size_t>(::read(reader, read.data(), read.size())));
  ::close(reader);
  EXPECT_EQ(read, "contents");
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  EXPECT_EQ(FilesIn(folder_.path()), 1);
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

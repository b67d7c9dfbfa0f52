#include "workflows/shard.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace godwit::workflows {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ShardTest : public testing::Test {
 protected:
  ShardTest() {
    for (int i = 0; i < 300; ++i) {
      Add(i);
    }
  }
  void Add(int number) const { tests::WriteFile(folder_ / fmt::format("photos/{}/{}.jpg", number % 7, number), ""); }

  [[nodiscard]] core::ImageList Take(int index, int count) const {
    return TakeShard(core::ListImages({folder_ / "photos", folder_ / "absent"}), {index, count});
  }
  [[nodiscard]] std::vector<std::filesystem::path> Paths(int index, int count) const {
    std::vector<std::filesystem::path> paths;
    std::ranges::transform(Take(index, count).images, std::back_inserter(paths), &core::ListedImage::path);
    return paths;
  }

  tests::TemporaryFolder folder_;
};

TEST_F(ShardTest, PartsAreDisjointWholeAndInOrder) {
  const std::vector<std::filesystem::path> all = Paths(0, 1);
  ASSERT_THAT(all, SizeIs(300));
  for (const int count : {2, 3, 8}) {
    std::multiset<std::filesystem::path> together;
    for (int index = 0; index < count; ++index) {
      const auto part = Paths(index, count);
      EXPECT_TRUE(std::ranges::is_sorted(part));
      together.insert(part.begin(), part.end());
    }
    EXPECT_TRUE(std::ranges::equal(together, all)) << count;
  }
}

TEST(TakeShard, PartsAreOfAboutTheSameSize) {
  core::ImageList list;
  for (int i = 0; i < 10'000; ++i) {
    const auto path = fmt::format("photos/IMG_{:04}.jpg", i);
    list.images.push_back({path, path});
  }
  for (const int count : {2, 4, 10}) {
    for (int index = 0; index < count; ++index) {
      EXPECT_NEAR(static_cast<double>(TakeShard(list, {index, count}).images.size()), 10'000.0 / count, 150);
    }
  }
}

TEST_F(ShardTest, TheOtherPicturesAreElsewhere) {
  const core::ImageList part = Take(1, 3);
  EXPECT_EQ(part.images.size() + part.elsewhere.size(), 300U);
  EXPECT_THAT(part.errors, SizeIs(1));
  EXPECT_THAT(Take(0, 1).elsewhere, IsEmpty());
}

// Each of several processes lists while pictures come and go: each picture that is there all the time is in one part.
TEST_F(ShardTest, APictureKeepsItsPartWhateverElseIsListed) {
  const auto before = Paths(2, 5);
  for (int i = 300; i < 400; ++i) {
    Add(i);
  }
  std::filesystem::remove_all(folder_ / "photos/3");
  const auto after = Paths(2, 5);
  EXPECT_NE(after, before);
  for (const std::filesystem::path& path : before) {
    EXPECT_EQ(std::ranges::count(after, path), path.parent_path().filename() == "3" ? 0 : 1) << path;
  }
}

TEST_F(ShardTest, ProcessesThatListAtOnceAgree) {
  constexpr int kCount = 4;
  std::array<std::vector<std::filesystem::path>, kCount> parts;
  {
    std::vector<std::jthread> processes;
    for (int index = 0; index < kCount; ++index) {
      processes.emplace_back([&, index] { parts[static_cast<std::size_t>(index)] = Paths(index, kCount); });
    }
  }
  std::set<std::filesystem::path> together;
  std::size_t total = 0;
  for (const auto& part : parts) {
    total += part.size();
    together.insert(part.begin(), part.end());
  }
  EXPECT_EQ(total, 300U);
  EXPECT_THAT(together, SizeIs(300));
}

TEST(ParseShard, CountsFromOne) {
  EXPECT_EQ(ParseShard("1/1"), Shard());
  EXPECT_EQ(ParseShard("2/8"), (Shard{1, 8}));
  for (const char* wrong : {"", "1", "0/3", "4/3", "/3", "1/", "1/x", "-1/3", "1/3/4", "1/0", " 1/3", "1/9999999999"}) {
    const auto parsed = ParseShard(wrong);
    ASSERT_FALSE(parsed) << wrong;
    EXPECT_EQ(parsed.error().kind, core::ErrorKind::kUsage);
  }
}

class ShardOfEnvironmentTest : public testing::Test {
 protected:
  ShardOfEnvironmentTest() { Clear(); }
  ~ShardOfEnvironmentTest() override { Clear(); }

  static void Clear() {
    for (const char* name : {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "SLURM_ARRAY_TASK_ID",
                             "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_STEP"}) {
      ::unsetenv(name);
    }
  }
  static void Set(const std::map<const char*, const char*>& variables) {
    for (const auto& [name, value] : variables) {
      ::setenv(name, value, 1);
    }
  }
};

TEST_F(ShardOfEnvironmentTest, IsTheWholeWhereNothingIsSet) {
  EXPECT_EQ(ShardOfEnvironment(), Shard());
  EXPECT_FALSE(IsOneOfSeveralRanks());
}

TEST_F(ShardOfEnvironmentTest, IsTheRankUnderMpirun) {
  Set({{"OMPI_COMM_WORLD_RANK", "2"}, {"OMPI_COMM_WORLD_SIZE", "3"}});
  EXPECT_EQ(ShardOfEnvironment(), (Shard{2, 3}));
  EXPECT_TRUE(IsOneOfSeveralRanks());
  Set({{"OMPI_COMM_WORLD_RANK", "3"}});
  EXPECT_FALSE(ShardOfEnvironment());
}

TEST_F(ShardOfEnvironmentTest, IsTheTaskOfASlurmArray) {
  Set({{"SLURM_ARRAY_TASK_ID", "14"}, {"SLURM_ARRAY_TASK_MIN", "10"}, {"SLURM_ARRAY_TASK_COUNT", "6"}});
  EXPECT_EQ(ShardOfEnvironment(), (Shard{4, 6}));
  Set({{"SLURM_ARRAY_TASK_STEP", "2"}});
  EXPECT_EQ(ShardOfEnvironment(), (Shard{2, 6}));
  Set({{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "3"}});
  EXPECT_EQ(ShardOfEnvironment(), (Shard{7, 18})) << "each task's part is shared by its ranks";
}

TEST_F(ShardOfEnvironmentTest, AnArrayWithGapsIsNotGuessedAt) {
  Set({{"SLURM_ARRAY_TASK_ID", "9"}, {"SLURM_ARRAY_TASK_MIN", "1"}, {"SLURM_ARRAY_TASK_COUNT", "3"}});
  const auto shard = ShardOfEnvironment();
  ASSERT_FALSE(shard);
  EXPECT_EQ(shard.error().kind, core::ErrorKind::kUsage);
  EXPECT_THAT(shard.error().message, HasSubstr("--shard I/N"));
  Set({{"SLURM_ARRAY_TASK_COUNT", "three"}});
  EXPECT_THAT(ShardOfEnvironment().error().message, HasSubstr("SLURM_ARRAY_TASK_COUNT"));
}

}  // namespace
}  // namespace godwit::workflows

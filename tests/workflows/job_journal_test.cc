#include "workflows/job_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace godwit::workflows {
namespace {

using testing::HasSubstr;

const PhotoStamp kStamp{.bytes = 10, .modified_ns = 20, .settings = "a"};

class JobJournalTest : public testing::Test {
 protected:
  JobJournal Open() { return JobJournal::Open(file_).value(); }
  std::string OpenError() {
    const auto journal = JobJournal::Open(file_);
    return journal ? "" : journal.error().message;
  }

  tests::TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "job.json.journal";
};

TEST_F(JobJournalTest, GivesBackWhatWasPutAsLongAsNothingChanged) {
  const std::string not_utf8 = "/photos/\xff.jpg";
  {
    JobJournal journal = Open();
    ASSERT_TRUE(journal.Put("objects", not_utf8, kStamp, {.result = "{}", .error = ""}));
    ASSERT_TRUE(journal.Put("objects", "/photos/a.jpg", kStamp, {.result = "", .error = "damaged"}));
    ASSERT_TRUE(journal.SetState(true, 7));
  }
  JobJournal journal = Open();
  EXPECT_EQ(journal.Find("objects", not_utf8, kStamp).value()->result, "{}");
  EXPECT_EQ(journal.Find("objects", "/photos/a.jpg", kStamp).value()->error, "damaged");
  EXPECT_FALSE(journal.Find("classes", not_utf8, kStamp).value());
  for (const PhotoStamp& other : {PhotoStamp{11, 20, "a"}, PhotoStamp{10, 21, "a"}, PhotoStamp{10, 20, "b"}}) {
    EXPECT_FALSE(journal.Find("objects", not_utf8, other).value());
  }
  EXPECT_EQ(journal.State()->entries, 2);
  EXPECT_EQ(journal.State()->total, 7);
  EXPECT_TRUE(journal.State()->finished);
  ASSERT_TRUE(journal.Clear());
  EXPECT_EQ(journal.State()->entries, 0);
}

TEST_F(JobJournalTest, ANewEntryTakesThePlaceOfTheOld) {
  JobJournal journal = Open();
  const PhotoStamp changed{.bytes = 11, .modified_ns = 20, .settings = "a"};
  ASSERT_TRUE(journal.Put("objects", "a.jpg", kStamp, {.result = "1", .error = ""}));
  ASSERT_TRUE(journal.Put("objects", "a.jpg", changed, {.result = "2", .error = ""}));
  EXPECT_FALSE(journal.Find("objects", "a.jpg", kStamp).value());
  EXPECT_EQ(journal.Find("objects", "a.jpg", changed).value()->result, "2");
}

TEST_F(JobJournalTest, IsOpenOnce) {
  const JobJournal journal = Open();
  EXPECT_THAT(OpenError(), HasSubstr("another process is running this job"));
}

TEST_F(JobJournalTest, RefusesWhatIsNoJournal) {
  tests::WriteFile(file_, "holiday notes, which nobody wants to lose, and which are longer than a header of SQLite's");
  EXPECT_THAT(OpenError(), HasSubstr("job.json.journal: the journal is damaged"));
  EXPECT_THAT(tests::ReadFile(file_), HasSubstr("holiday notes")) << "and leaves it alone";
}

TEST_F(JobJournalTest, SeesDamage) {
  {
    JobJournal journal = Open();
    for (int i = 0; i < 300; ++i) {
      ASSERT_TRUE(journal.Put("objects", std::to_string(i), kStamp, {.result = std::string(200, 'x'), .error = ""}));
    }
  }
  std::string bytes = tests::ReadFile(file_);
  ASSERT_GT(bytes.size(), 20'000U);
  bytes.replace(8192, 2000, 2000, '\x55');
  tests::WriteFile(file_, bytes);
  EXPECT_THAT(OpenError(), HasSubstr("the journal is damaged; delete it to do all photos again"));
}

TEST_F(JobJournalTest, SaysThatItCannotBeMade) {
  file_ = folder_ / "no such folder/job.json.journal";
  EXPECT_THAT(OpenError(), HasSubstr("job.json.journal: the journal cannot be read or written"));
}

}  // namespace
}  // namespace godwit::workflows

#include "workflows/output_names.h"

#include <gtest/gtest.h>

namespace godwit::workflows {
namespace {

core::ImageList ListOf(const std::vector<std::filesystem::path>& relative) {
  core::ImageList list;
  for (const std::filesystem::path& path : relative) {
    list.images.push_back({"/photos" / path, path});
  }
  return list;
}

TEST(OutputNames, KeepThePlaceAndDoNotCollide) {
  const OutputNames names(".txt", ListOf({"rome/cat.jpg", "rome/cat.png", "rome/cat-2.png", "cat.jpg", "cat"}));
  EXPECT_EQ(names.For("rome/cat-2.png"), "rome/cat-2.txt");
  EXPECT_EQ(names.For("rome/cat.jpg"), "rome/cat.txt");
  EXPECT_EQ(names.For("rome/cat.png"), "rome/cat-3.txt");
  EXPECT_EQ(names.For("cat"), "cat.txt");
  EXPECT_EQ(names.For("cat.jpg"), "cat-2.txt");
}

TEST(OutputNames, LeaveOutWhatIsTaken) {
  const OutputNames names(".txt", ListOf({"classes.jpg"}), {"classes.txt"});
  EXPECT_EQ(names.For("classes.jpg"), "classes-2.txt");
}

TEST(OutputNames, AreTheSameForEveryProcessThatSharesTheList) {
  core::ImageList part = ListOf({"cat.png"});
  part.elsewhere = ListOf({"cat.jpg"}).images;
  EXPECT_EQ(OutputNames(".txt", part).For("cat.png"), "cat-2.txt");
  std::swap(part.images, part.elsewhere);
  EXPECT_EQ(OutputNames(".txt", part).For("cat.jpg"), "cat.txt");
}

}  // namespace
}  // namespace godwit::workflows

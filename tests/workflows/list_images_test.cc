#include "workflows/list_images.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "workflows/output_names.h"

namespace godwit::workflows {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::TemporaryFolder;
using tests::WriteFile;

constexpr const char* kJpegHead = "\xFF\xD8\xFF\xE0 and so on";

std::vector<std::string> Relative(const ImageList& list) {
  std::vector<std::string> names;
  for (const ListedImage& image : list.images) {
    names.push_back(image.relative.generic_string());
  }
  return names;
}

TEST(ListImages, FoldersGivePicturesByContentInOrder) {
  const TemporaryFolder folder;
  WriteFile(folder / "b.jpg", kJpegHead);
  WriteFile(folder / "a/photo.txt", kJpegHead);  // the ending does not matter
  WriteFile(folder / "a/notes.jpg", "not a picture");
  WriteFile(folder / "a/empty.jpg", "");
  WriteFile(folder / ".hidden.jpg", kJpegHead);
  WriteFile(folder / ".hidden/c.jpg", kJpegHead);
  const ImageList list = ListImages({folder.path()});
  EXPECT_THAT(Relative(list), ElementsAre("a/photo.txt", "b.jpg"));
  EXPECT_THAT(list.errors, IsEmpty());
}

TEST(ListImages, FilesStandForThemselves) {
  const TemporaryFolder folder;
  WriteFile(folder / "notes.txt", "not a picture");
  const ImageList list = ListImages({folder / "notes.txt"});
  EXPECT_THAT(Relative(list), ElementsAre("notes.txt"));
}

TEST(ListImages, ErrorsNameThePathAndSpareTheOthers) {
  const TemporaryFolder folder;
  WriteFile(folder / "good.jpg", kJpegHead);
  std::filesystem::create_directory(folder / "nothing");
  const ImageList list = ListImages({folder / "absent.jpg", folder / "nothing", folder / "good.jpg"});
  EXPECT_THAT(Relative(list), ElementsAre("good.jpg"));
  ASSERT_THAT(list.errors, SizeIs(2));
  EXPECT_THAT(list.errors[0].error, HasSubstr("absent.jpg: there is no such file or folder"));
  EXPECT_THAT(list.errors[1].error, HasSubstr("nothing: there is no picture in this folder"));
}

TEST(OutputNames, KeepThePlaceAndDoNotCollide) {
  OutputNames names(".txt");
  EXPECT_EQ(names.For("rome/cat.jpg"), "rome/cat.txt");
  EXPECT_EQ(names.For("rome/cat.png"), "rome/cat-2.txt");
  EXPECT_EQ(names.For("rome/cat-2.png"), "rome/cat-2-2.txt");
  EXPECT_EQ(names.For("cat.jpg"), "cat.txt");
  EXPECT_EQ(names.For("cat"), "cat-2.txt");
}

}  // namespace
}  // namespace godwit::workflows

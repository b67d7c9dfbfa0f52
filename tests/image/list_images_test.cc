#include "core/image/list_images.h"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace godwit::core {
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
  WriteFile(folder / "a/notes.txt", "not a picture");
  WriteFile(folder / ".hidden.jpg", kJpegHead);
  WriteFile(folder / ".hidden/c.jpg", kJpegHead);
  const ImageList list = ListImages({folder.path()});
  EXPECT_THAT(Relative(list), ElementsAre("a/photo.txt", "b.jpg"));
  EXPECT_THAT(list.errors, IsEmpty());
}

TEST(ListImages, DamagedPhotosAreListedByTheirEnding) {
  const TemporaryFolder folder;
  WriteFile(folder / "empty.JPG", "");
  WriteFile(folder / "text.heic", "not a picture");
  WriteFile(folder / "empty", "");
  std::filesystem::create_symlink(folder / "absent", folder / "dangling.png");
  std::filesystem::create_symlink(folder / "absent", folder / "dangling");
  EXPECT_THAT(Relative(ListImages({folder.path()})), ElementsAre("dangling.png", "empty.JPG", "text.heic"));
}

TEST(ListImages, WhatIsNamedTwiceIsListedOnce) {
  const TemporaryFolder folder;
  WriteFile(folder / "a/photo.jpg", kJpegHead);
  WriteFile(folder / "b.jpg", kJpegHead);
  const ImageList list = ListImages({folder / "b.jpg", folder.path(), folder / "a/../a/photo.jpg", folder / "a"});
  EXPECT_THAT(Relative(list), ElementsAre("b.jpg", "a/photo.jpg"));
  EXPECT_THAT(list.errors, IsEmpty());
}

TEST(ListImages, NoTwoPicturesHaveTheSamePlace) {
  const tests::TemporaryFolder folder;
  for (const char* name : {"rome/cat.jpg", "rome/dog.jpg", "oslo/cat.jpg", "oslo/old/cat.jpg"}) {
    tests::WriteFile(folder / name, "");
  }
  EXPECT_THAT(Relative(ListImages({folder / "rome", folder / "oslo/old/../old"})),
              ElementsAre("rome/cat.jpg", "rome/dog.jpg", "oslo/old/cat.jpg"));
  EXPECT_THAT(Relative(ListImages({folder / "oslo/cat.jpg", folder / "oslo/old/cat.jpg"})),
              ElementsAre("cat.jpg", "old/cat.jpg"));
  EXPECT_THAT(Relative(ListImages({folder / "rome/dog.jpg", folder / "oslo"})),
              ElementsAre("dog.jpg", "cat.jpg", "old/cat.jpg"))
      << "as they were named, where that tells them apart";
}

TEST(ListImages, AFolderThatCannotBeReadIsAnError) {
  if (::geteuid() == 0) {
    GTEST_SKIP() << "root reads every folder";
  }
  const TemporaryFolder folder;
  WriteFile(folder / "photo.jpg", kJpegHead);
  WriteFile(folder / "closed/photo.jpg", kJpegHead);
  std::filesystem::permissions(folder / "closed", std::filesystem::perms::none);
  const ImageList list = ListImages({folder.path()});
  std::filesystem::permissions(folder / "closed", std::filesystem::perms::owner_all);
  EXPECT_THAT(Relative(list), ElementsAre("photo.jpg"));
  ASSERT_THAT(list.errors, SizeIs(1));
  EXPECT_THAT(list.errors[0].error, HasSubstr("closed: the folder cannot be read"));
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

}  // namespace
}  // namespace godwit::core

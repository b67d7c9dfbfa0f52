#include "training/data/dataset.h"

#include <stop_token>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/training/photo_folder.h"
#include "training/data/annotated_dataset.h"

namespace godwit::training {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::Field;
using testing::FloatEq;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::PhotoFolder;

std::string MessageOf(const core::Result<Dataset>& result) { return result ? "read" : result.error().message; }

std::vector<std::string> Names(const Dataset& dataset) {
  std::vector<std::string> names;
  for (const Sample& sample : dataset.samples) {
    names.push_back(sample.name);
  }
  return names;
}

std::vector<int> Labels(const Dataset& dataset) {
  std::vector<int> labels;
  for (const Sample& sample : dataset.samples) {
    labels.push_back(sample.label);
  }
  return labels;
}

auto HasError(const std::string& part) { return Field(&core::InputError::error, HasSubstr(part)); }

auto BoxIs(float y_min, float x_min, float y_max, float x_max, int label, bool ignored) {
  using detection::Box;
  return AllOf(Field(&LabelledBox::box, AllOf(Field(&Box::y_min, FloatEq(y_min)), Field(&Box::x_min, FloatEq(x_min)),
                                              Field(&Box::y_max, FloatEq(y_max)), Field(&Box::x_max, FloatEq(x_max)))),
               Field(&LabelledBox::label, label), Field(&LabelledBox::ignored, ignored));
}

TEST(ReadClassFolders, FoldersAreClassesInOrderOfName) {
  const PhotoFolder folder;
  folder.AddPhoto("rose/b.png");
  folder.AddPhoto("rose/deeper/a.png");
  folder.AddPhoto("daisy/photo without ending");
  folder.AddText("daisy/notes.txt", "not a photo");
  folder.AddText(".cache/x.png", "hidden");
  const auto dataset = ReadClassFolders(folder.path());
  ASSERT_TRUE(dataset) << MessageOf(dataset);
  EXPECT_THAT(dataset->classes, ElementsAre(DatasetClass{0, "daisy"}, DatasetClass{1, "rose"}));
  EXPECT_THAT(Names(*dataset), ElementsAre("daisy/photo without ending", "rose/b.png", "rose/deeper/a.png"));
  EXPECT_THAT(Labels(*dataset), ElementsAre(0, 1, 1));
  EXPECT_THAT(dataset->problems, IsEmpty());
  EXPECT_EQ(dataset->samples[2].path, folder / "rose/deeper/a.png");
}

TEST(ReadClassFolders, PhotosBesideTheClassesAreProblems) {
  const PhotoFolder folder;
  folder.AddPhoto("a/1.png");
  folder.AddPhoto("b/1.png");
  folder.AddPhoto("stray.png");
  const auto dataset = ReadClassFolders(folder.path());
  ASSERT_TRUE(dataset);
  EXPECT_THAT(Names(*dataset), ElementsAre("a/1.png", "b/1.png"));
  EXPECT_THAT(dataset->problems, ElementsAre(HasError("stray.png: lies in the folder of no class")));
}

TEST(ReadClassFolders, SaysWhatIsMissing) {
  const PhotoFolder folder;
  EXPECT_THAT(MessageOf(ReadClassFolders(folder / "absent")), EndsWith("absent: there is no such folder"));
  EXPECT_THAT(MessageOf(ReadClassFolders(folder.path())), HasSubstr("at least two classes, and here is none; make"));
  folder.AddPhoto("cat/1.png");
  EXPECT_THAT(MessageOf(ReadClassFolders(folder.path())), HasSubstr("and here is only 'cat'; make a folder for each"));
  std::filesystem::create_directory(folder / "dog");
  EXPECT_THAT(MessageOf(ReadClassFolders(folder.path())), HasSubstr("dog: there is no photo of this class"));
}

TEST(ReadLabelledCsv, TakesPathsAndLabels) {
  const PhotoFolder folder;
  folder.AddPhoto("x/1.png");
  folder.AddPhoto("2.png");
  folder.AddPhoto("3, with comma.png");
  folder.AddText("labels.csv",
                 "label,note,path\nrose,,2.png\ndaisy,n,x/1.png\n\"rose\",,\"3, with comma.png\"\nrose,,absent.png\n"
                 ",,2.png\ndaisy,,./2.png\n");
  const auto dataset = ReadLabelledCsv(folder / "labels.csv");
  ASSERT_TRUE(dataset) << MessageOf(dataset);
  EXPECT_THAT(dataset->classes, ElementsAre(DatasetClass{0, "daisy"}, DatasetClass{1, "rose"}));
  EXPECT_THAT(Names(*dataset), ElementsAre("2.png", "3, with comma.png", "x/1.png"));
  EXPECT_THAT(Labels(*dataset), ElementsAre(1, 1, 0));
  EXPECT_THAT(dataset->problems,
              ElementsAre(HasError("absent.png: there is no such file (line 5"),
                          HasError("2.png: has no label in line 6"), HasError("2.png: is listed again in line 7")));
}

TEST(ReadLabelledCsv, SaysWhatIsMissing) {
  const PhotoFolder folder;
  folder.AddPhoto("1.png");
  folder.AddText("columns.csv", "file,label\n1.png,a\n");
  EXPECT_THAT(MessageOf(ReadLabelledCsv(folder / "columns.csv")), HasSubstr("name the columns 'path' and 'label'"));
  folder.AddText("one.csv", "path,label\n1.png,a\n2.png,b\n");
  EXPECT_THAT(MessageOf(ReadLabelledCsv(folder / "one.csv")),
              AllOf(HasSubstr("and here is only 'a' ("), HasSubstr("2.png: there is no such file")));
  EXPECT_THAT(MessageOf(ReadLabelledCsv(folder / "absent.csv")), HasSubstr("absent.csv"));
}

TEST(ReadUnlabelledFolder, HasNoClasses) {
  const PhotoFolder folder;
  EXPECT_THAT(MessageOf(ReadUnlabelledFolder(folder.path())), HasSubstr("there is no picture in this folder"));
  folder.AddPhoto("b.png");
  folder.AddPhoto("a/c.png");
  const auto dataset = ReadUnlabelledFolder(folder.path());
  ASSERT_TRUE(dataset);
  EXPECT_THAT(Names(*dataset), ElementsAre("a/c.png", "b.png"));
  EXPECT_THAT(Labels(*dataset), ElementsAre(-1, -1));
  EXPECT_THAT(dataset->classes, IsEmpty());
}

constexpr const char* kCoco = R"({
  "images": [{"id": 7, "file_name": "b.png", "width": 24, "height": 16}, {"id": 3, "file_name": "a.png"},
             {"id": 4, "file_name": "absent.png", "width": 24, "height": 16}],
  "categories": [{"id": 18, "name": "dog"}, {"id": 1, "name": "person"}],
  "annotations": [{"image_id": 7, "category_id": 18, "bbox": [6, 4, 12, 8]},
                  {"image_id": 7, "category_id": 1, "bbox": [-6, 8, 12, 80], "iscrowd": 1},
                  {"image_id": 7, "category_id": 1, "bbox": [24, 4, 5, 5]},
                  {"image_id": 3, "category_id": 1, "bbox": [0, 0, 24, 16]}]})";

TEST(ReadCocoDataset, BoxesBecomeFractionsOfThePhoto) {
  const PhotoFolder folder;
  folder.AddPhoto("photos/a.png", 24, 16);
  folder.AddPhoto("photos/b.png", 24, 16);
  folder.AddText("boxes.json", kCoco);
  const auto dataset = ReadCocoDataset(folder / "boxes.json", folder / "photos");
  ASSERT_TRUE(dataset) << MessageOf(dataset);
  EXPECT_THAT(dataset->classes, ElementsAre(DatasetClass{18, "dog"}, DatasetClass{1, "person"}));
  EXPECT_THAT(dataset->sources, ElementsAre(Field(&DatasetSource::boxed_classes, ElementsAre(0, 1))));
  EXPECT_THAT(Names(*dataset), ElementsAre("a.png", "b.png"));
  EXPECT_THAT(dataset->samples[0].boxes, ElementsAre(BoxIs(0, 0, 1, 1, 1, false)));
  EXPECT_THAT(dataset->samples[1].boxes,
              ElementsAre(BoxIs(0.25F, 0.25F, 0.75F, 0.75F, 0, false), BoxIs(0.5F, 0, 1, 0.25F, 1, true)));
  EXPECT_THAT(dataset->problems, ElementsAre(HasError("b.png: the box of a 'person' at (24.0, 4.0)"),
                                             HasError("absent.png: there is no such photo")));
}

TEST(ReadCocoDataset, WithoutPhotosIsAnError) {
  const PhotoFolder folder;
  folder.AddText("boxes.json", kCoco);
  EXPECT_THAT(MessageOf(ReadCocoDataset(folder / "boxes.json", folder / "elsewhere")),
              AllOf(HasSubstr("boxes.json: no photo can be used"), HasSubstr("give the folder that holds them")));
}

std::string VocAnnotation(const std::string& photo, const std::string& objects) {
  return "<annotation><filename>" + photo +
         "</filename><size><width>20</width><height>10</height><depth>3</depth></size>" + objects + "</annotation>";
}

std::string VocObjectXml(const std::string& name, const std::string& corners, bool difficult = false) {
  return "<object><name>" + name + "</name><difficult>" + (difficult ? "1" : "0") + "</difficult><bndbox>" + corners +
         "</bndbox></object>";
}

TEST(ReadVocDataset, CornersCountFromOne) {
  const PhotoFolder folder;
  folder.AddPhoto("JPEGImages/1.png", 20, 10);
  folder.AddPhoto("Annotations/2.png", 20, 10);
  folder.AddText(
      "Annotations/1.xml",
      VocAnnotation("1.png",
                    VocObjectXml("sheep", "<xmin>1</xmin><ymin>1</ymin><xmax>20</xmax><ymax>10</ymax>") +
                        VocObjectXml("cow", "<xmin>11</xmin><ymin>3</ymin><xmax>15</xmax><ymax>4</ymax>", true)));
  folder.AddText("Annotations/2.xml", VocAnnotation("2.png", ""));
  folder.AddText("Annotations/3.xml", "<annotation><filename>x");
  folder.AddText("Annotations/4.xml", "<html></html>");
  std::string nested;
  for (int i = 0; i < 200000; ++i) {
    nested += "<a>";
  }
  folder.AddText("Annotations/6.xml", nested);
  folder.AddText("Annotations/5.xml", VocAnnotation("1.png", VocObjectXml("cow", "<xmin>1</xmin>")));
  const auto dataset = ReadVocDataset(folder.path());
  ASSERT_TRUE(dataset) << MessageOf(dataset);
  EXPECT_THAT(dataset->classes, ElementsAre(DatasetClass{1, "cow"}, DatasetClass{2, "sheep"}));
  EXPECT_THAT(Names(*dataset), ElementsAre("1.png", "2.png"));
  EXPECT_THAT(dataset->samples[0].boxes,
              ElementsAre(BoxIs(0, 0, 1, 1, 1, false), BoxIs(0.2F, 0.5F, 0.4F, 0.75F, 0, true)));
  EXPECT_THAT(dataset->samples[1].boxes, IsEmpty());
  EXPECT_THAT(dataset->problems,
              ElementsAre(HasError("3.xml: cannot be read as XML"), HasError("4.xml: names no photo"),
                          HasError("5.xml: object 1 has no name or no box"), HasError("6.xml: cannot be read as XML")));
}

TEST(ReadVocDataset, SaysWhatIsMissing) {
  const PhotoFolder folder;
  EXPECT_THAT(MessageOf(ReadVocDataset(folder.path())), HasSubstr("there is no .xml file in a folder 'Annotations'"));
  folder.AddText("Annotations/1.xml", VocAnnotation("1.png", ""));
  EXPECT_THAT(MessageOf(ReadVocDataset(folder.path())), HasSubstr("no photo can be used"));
}

TEST(DropDamagedPhotos, MovesThemToTheProblems) {
  for (const int threads : {1, 2}) {
    const PhotoFolder folder;
    folder.AddPhoto("a/1.png");
    folder.AddDamagedPhoto("a/2.png");
    folder.AddPhoto("a/3.png", 1, 1);
    folder.AddText("b/1.jpg", "");
    folder.AddPhoto("b/2.png");
    auto dataset = ReadClassFolders(folder.path());
    ASSERT_TRUE(dataset);
    ASSERT_TRUE(DropDamagedPhotos(*dataset, core::ThreadPool(threads), {}));
    EXPECT_THAT(Names(*dataset), ElementsAre("a/1.png", "a/3.png", "b/2.png"));
    EXPECT_THAT(dataset->problems, ElementsAre(HasError("a/2.png"), HasError("b/1.jpg: the file is empty")));
  }
}

TEST(DropDamagedPhotos, AClassThatIsEmptyThenIsAnError) {
  const PhotoFolder folder;
  folder.AddPhoto("a/1.png");
  folder.AddText("b/1.jpg", "");
  auto dataset = ReadClassFolders(folder.path());
  ASSERT_TRUE(dataset);
  const auto dropped = DropDamagedPhotos(*dataset, core::ThreadPool(1), {});
  ASSERT_FALSE(dropped);
  EXPECT_THAT(dropped.error().message, HasSubstr("no photo of class 'b' can be used"));
}

TEST(DropDamagedPhotos, StopsWhenAsked) {
  const PhotoFolder folder;
  folder.AddPhoto("1.png");
  auto dataset = ReadUnlabelledFolder(folder.path());
  std::stop_source stop;
  stop.request_stop();
  const auto dropped = DropDamagedPhotos(*dataset, core::ThreadPool(1), {.stop = stop.get_token()});
  ASSERT_FALSE(dropped);
  EXPECT_EQ(dropped.error().kind, core::ErrorKind::kCancelled);
  EXPECT_THAT(dataset->samples, SizeIs(1));
}

TEST(DecodeSample, ATurnedPhotoDoesNotFitItsBoxes) {
  const PhotoFolder folder;
  folder.AddPhoto("1.png", 30, 20);
  core::Photo photo;
  const auto decode = [&](int width, int height) {
    return DecodeSample({.path = folder / "1.png", .width = width, .height = height}, {}, photo);
  };
  EXPECT_TRUE(decode(0, 0));
  EXPECT_TRUE(decode(30, 20));
  EXPECT_TRUE(decode(301, 200));  // the photo was scaled down afterwards
  const auto turned = decode(20, 30);
  ASSERT_FALSE(turned);
  EXPECT_THAT(turned.error().message, HasSubstr("has 30 x 20 pixels, but its boxes were drawn on 20 x 30"));
  EXPECT_TRUE(photo.image.empty());
}

Dataset Part(const std::string& source, const std::vector<std::string>& classes) {
  Dataset part{.sources = {{source, {}}}};
  Sample sample{.name = "photo.jpg"};
  for (const std::string& name : classes) {
    const int label = static_cast<int>(part.classes.size());
    part.classes.push_back({label, name});
    part.sources[0].boxed_classes.push_back(label);
    sample.boxes.push_back({.label = label});
  }
  part.samples = {sample};
  return part;
}

TEST(JoinDatasets, ClassesMeetByName) {
  Dataset voc = Part("voc", {"tvmonitor", "dog"});
  RenameClasses(voc, VocToCocoNames());
  const auto joined = JoinDatasets({Part("coco", {"person", "dog", "tv"}), voc}, {});
  ASSERT_TRUE(joined) << MessageOf(joined);
  EXPECT_THAT(joined->classes, ElementsAre(DatasetClass{0, "person"}, DatasetClass{1, "dog"}, DatasetClass{2, "tv"}));
  EXPECT_THAT(Names(*joined), ElementsAre("coco/photo.jpg", "voc/photo.jpg"));
  EXPECT_EQ(joined->samples[1].source, 1);
  EXPECT_THAT(joined->samples[1].boxes, ElementsAre(Field(&LabelledBox::label, 2), Field(&LabelledBox::label, 1)));
  EXPECT_THAT(joined->sources[1].boxed_classes, ElementsAre(1, 2));
}

TEST(JoinDatasets, GivenClassesKeepTheirIdsAndAreAllThatThereAre) {
  const std::vector<DatasetClass> classes{{18, "dog"}, {72, "tv"}};
  const auto joined = JoinDatasets({Part("a", {"tv"}), Part("b", {"dog"})}, classes);
  ASSERT_TRUE(joined);
  EXPECT_EQ(joined->classes, classes);
  EXPECT_THAT(joined->samples[0].boxes, ElementsAre(Field(&LabelledBox::label, 1)));
  EXPECT_THAT(MessageOf(JoinDatasets({Part("a", {"cat"})}, classes)), HasSubstr("a: class 'cat' is not among those"));
  EXPECT_THAT(MessageOf(JoinDatasets({Part("a", {"tv"}), Part("a", {"dog"})}, classes)), HasSubstr("are called 'a'"));
}

TEST(Subset, KeepsClasses) {
  const Dataset whole = Part("a", {"cat", "dog"});
  const Dataset subset = Subset(whole, std::vector<std::size_t>{0, 0});
  EXPECT_THAT(subset.samples, SizeIs(2));
  EXPECT_EQ(subset.classes, whole.classes);
  EXPECT_THROW(Subset(whole, std::vector<std::size_t>{1}), core::ContractViolation);
}

}  // namespace
}  // namespace godwit::training

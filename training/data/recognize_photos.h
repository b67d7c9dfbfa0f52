// What kind of photos to learn from a folder or file holds, for people who name no format.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "training/data/dataset.h"

namespace godwit::training {

enum class PhotoLayout {
  kClassFolders,  // a folder for each class (ReadClassFolders)
  kTable,         // a CSV file of paths and labels (ReadLabelledCsv)
  kCoco,          // an annotation file and a folder of photos (ReadCocoDataset)
  kVoc,           // a folder with Annotations and JPEGImages (ReadVocDataset)
};

struct ClassCount {
  std::string name;
  std::size_t photos = 0;  // that show it
  std::size_t boxes = 0;
};

struct RecognizedPhotos {
  PhotoLayout layout = PhotoLayout::kClassFolders;
  std::filesystem::path data;    // for TrainConfig::data
  std::filesystem::path photos;  // for TrainConfig::photos; empty where photos have a class each
  std::vector<ClassCount> classes;
  std::size_t photo_count = 0;
  std::vector<core::InputError> problems;  // what was left out, and why

  [[nodiscard]] bool boxed() const { return layout == PhotoLayout::kCoco || layout == PhotoLayout::kVoc; }
};

// Looks at `path`: PASCAL VOC's layout, a COCO file (one alone in a folder or in its folder "annotations"), a table, or
// a folder for each class, in this order. `photos` is the folder of a COCO file's photos; where it is empty they are
// looked for beside the file and in the folders there and one above. No photo is decoded, but for VOC's that do not say
// their size. Errors: kInput: several COCO files, photos that are not found, nothing of all this; those of the readers.
core::Result<RecognizedPhotos> RecognizePhotos(const std::filesystem::path& path,
                                               const std::filesystem::path& photos = {});

}  // namespace godwit::training

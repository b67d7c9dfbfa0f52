#include "training/data/recognize_photos.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "detection/coco_annotations.h"
#include "training/data/annotated_dataset.h"

namespace godwit::training {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;
using core::Fail;

bool IsFolder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool IsFile(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

std::vector<fs::path> EntriesOf(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    entries.push_back(entry->path());
  }
  std::ranges::sort(entries);
  return entries;
}

// Told by what such a file begins with, because one of COCO's own takes seconds to read.
bool LooksLikeCoco(const fs::path& file) {
  constexpr std::size_t kBeginning = 4096;
  if (file.extension() != ".json" || !IsFile(file)) {
    return false;
  }
  std::string text(kBeginning, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text.starts_with('{') &&
         std::ranges::any_of(std::initializer_list<std::string_view>{"\"images\"", "\"annotations\"", "\"categories\""},
                             [&](std::string_view key) { return text.find(key) != std::string::npos; });
}

// Of COCO's own files, those that hold boxes are called instances.
std::vector<fs::path> CocoFilesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::path& place : {folder, folder / "annotations"}) {
    std::ranges::copy_if(EntriesOf(place), std::back_inserter(files), LooksLikeCoco);
  }
  const auto is_instances = [](const fs::path& file) { return file.filename().string().starts_with("instances"); };
  if (std::ranges::any_of(files, is_instances)) {
    std::erase_if(files, [&](const fs::path& file) { return !is_instances(file); });
  }
  return files;
}

core::Result<fs::path> FindPhotosOf(const fs::path& annotations) {
  const auto read = detection::ReadCocoAnnotations(annotations);
  if (!read) {
    return tl::unexpected(read.error());
  }
  if (read->photos.empty()) {
    return Fail(ErrorKind::kInput, "{}: names no photo", annotations.string());
  }
  const fs::path here = fs::absolute(annotations).parent_path();
  std::vector<fs::path> places{here};
  std::ranges::copy(EntriesOf(here), std::back_inserter(places));
  places.push_back(here.parent_path());
  std::ranges::copy(EntriesOf(here.parent_path()), std::back_inserter(places));
  const std::string& name = read->photos.front().file_name;
  for (const fs::path& place : places) {
    if (IsFolder(place) && IsFile(place / name)) {
      return place;
    }
  }
  return Fail(ErrorKind::kInput, "{}: its photos ({} and others) are not in the folders around it; choose the folder",
              annotations.string(), name);
}

RecognizedPhotos Count(PhotoLayout layout, const fs::path& data, const fs::path& photos, Dataset dataset) {
  RecognizedPhotos found{.layout = layout,
                         .data = data,
                         .photos = photos,
                         .photo_count = dataset.samples.size(),
                         .problems = std::move(dataset.problems)};
  for (DatasetClass& one : dataset.classes) {
    found.classes.push_back({.name = std::move(one.name)});
  }
  for (const Sample& sample : dataset.samples) {
    std::set<int> shown;
    for (const LabelledBox& box : sample.boxes) {
      ++found.classes[static_cast<std::size_t>(box.label)].boxes;
      shown.insert(box.label);
    }
    if (sample.label >= 0) {
      shown.insert(sample.label);
    }
    for (const int label : shown) {
      ++found.classes[static_cast<std::size_t>(label)].photos;
    }
  }
  return found;
}

core::Result<RecognizedPhotos> Read(PhotoLayout layout, const fs::path& data, const fs::path& photos,
                                    core::Result<Dataset> dataset) {
  if (!dataset) {
    return core::Forward(dataset);
  }
  return Count(layout, data, photos, *std::move(dataset));
}

core::Result<RecognizedPhotos> ReadCoco(const fs::path& annotations, const fs::path& photos) {
  auto folder = photos.empty() ? FindPhotosOf(annotations) : core::Result<fs::path>(photos);
  if (!folder) {
    return core::Forward(folder);
  }
  return Read(PhotoLayout::kCoco, annotations, *folder, ReadCocoDataset(annotations, *folder));
}

core::Result<RecognizedPhotos> RecognizeFolder(const fs::path& folder, const fs::path& photos) {
  if (IsFolder(folder / "Annotations")) {
    return Read(PhotoLayout::kVoc, folder, folder, ReadVocDataset(folder));
  }
  const std::vector<fs::path> files = CocoFilesIn(folder);
  if (files.size() > 1) {
    return Fail(ErrorKind::kInput, "{}: holds several annotation files ({} and {}); choose one of them",
                folder.string(), files[0].filename().string(), files[1].filename().string());
  }
  if (files.size() == 1) {
    return ReadCoco(files.front(), photos);
  }
  return Read(PhotoLayout::kClassFolders, folder, {}, ReadClassFolders(folder));
}

}  // namespace

core::Result<RecognizedPhotos> RecognizePhotos(const fs::path& path, const fs::path& photos) {
  if (IsFolder(path)) {
    return RecognizeFolder(path, photos);
  }
  if (!IsFile(path)) {
    return Fail(ErrorKind::kInput, "{}: there is no such folder or file", path.string());
  }
  if (path.extension() == ".csv") {
    return Read(PhotoLayout::kTable, path, {}, ReadLabelledCsv(path));
  }
  if (path.extension() == ".json") {
    return ReadCoco(path, photos);
  }
  return Fail(ErrorKind::kInput, "{}: is neither a folder nor a .json file of annotations nor a .csv table",
              path.string());
}

}  // namespace godwit::training

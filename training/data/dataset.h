// Photos to learn from, with what is known about them.
//
// Readers leave out what cannot be used, a photo or a box at a time, and say so in `problems`; only where nothing
// useful is left do they fail. Whether a photo can be decoded shows when it is read (DropDamagedPhotos, BatchLoader).
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/image/decode.h"
#include "core/image/list_images.h"
#include "detection/box.h"

namespace godwit::training {

struct DatasetClass {
  int id = 0;  // as weight files and annotations number it; need not be the place in the list
  std::string name;
  bool operator==(const DatasetClass&) const = default;
};

struct LabelledBox {
  detection::Box box;    // fractions of the photo, or of what was made of it for the network
  int label = 0;         // index into Dataset::classes
  bool ignored = false;  // a crowd, or too hard: neither to be found nor wrong to find
};

struct Sample {
  std::filesystem::path path;
  std::string name;  // of the path below the folder of the data set, with '/': splits, logs and reports use it
  int label = -1;    // index into Dataset::classes; -1: not known
  std::vector<LabelledBox> boxes;
  int width = 0;  // pixels of the photo that the boxes were drawn on; 0: not known
  int height = 0;
  int source = 0;  // index into Dataset::sources
};

// Where samples come from.
struct DatasetSource {
  std::string name;
  // Index into Dataset::classes of all objects that are boxed wherever they are: on photos of this source, one of
  // another class is unknown, not absent.
  std::vector<int> boxed_classes;
};

struct Dataset {
  std::vector<DatasetClass> classes;
  std::vector<DatasetSource> sources;
  std::vector<Sample> samples;             // in order of name, but for joined ones
  std::vector<core::InputError> problems;  // what was left out, and why
};

// A folder for each class, named as it; the photos in it and below, by the rules of core::ListImages. Classes are in
// order of name (bytes), ids from 0. Errors: kInput: not a folder; fewer than two classes; a class without photos.
core::Result<Dataset> ReadClassFolders(const std::filesystem::path& folder);

// A table with columns "path" (relative to the table's folder) and "label" (the name of the class). Classes as above.
// A row without label, a photo that is not there, and one that was listed before, are problems. Errors: those of
// core::ReadCsv, a column that is missing, fewer than two classes.
core::Result<Dataset> ReadLabelledCsv(const std::filesystem::path& csv);

// All photos in a folder and below, without labels: for distillation. Errors: kInput: not a folder, no photo.
core::Result<Dataset> ReadUnlabelledFolder(const std::filesystem::path& folder);

// Decodes the photo of a sample into `photo`. Errors: those of core::DecodeImage; kInput where the photo has other
// proportions than what the boxes were drawn on. Thread-safe.
core::Result<> DecodeSample(const Sample& sample, const core::DecodeOptions& options, core::Photo& photo);

// Decodes every photo once and moves those that fail from the samples to the problems. Errors: kInput where a class or
// the set is empty afterwards; kCancelled.
core::Result<> DropDamagedPhotos(Dataset& dataset, const core::ThreadPool& pool, const core::JobContext& context);

// The samples at `indices`, in that order, with the same classes and sources; no problems. Requires indices inside.
Dataset Subset(const Dataset& dataset, std::span<const std::size_t> indices);

// The last part of a path, also of "." and of one that ends in a slash: what a source is called.
std::string SourceName(const std::filesystem::path& path);

// Gives classes other names: {{"tvmonitor", "tv"}}. Names the data set does not have are passed over.
struct NewName {
  std::string_view from;
  std::string_view to;
};
void RenameClasses(Dataset& dataset, std::span<const NewName> names);

// PASCAL VOC's names where COCO has another one for the same.
std::span<const NewName> VocToCocoNames();

// One data set of several. Classes of the same name become one, that of `classes`, or where these are empty: classes
// in order of first appearance, numbered from 0. A sample's name gets the one of its source in front of it:
// "voc/2008_000008.jpg". Errors: kInput: a class that `classes` do not have; two sources of one name.
core::Result<Dataset> JoinDatasets(std::vector<Dataset> parts, std::vector<DatasetClass> classes);

}  // namespace godwit::training

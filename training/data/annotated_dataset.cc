#include "training/data/annotated_dataset.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <pugixml.hpp>

#include "detection/coco_annotations.h"

namespace godwit::training {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;
using core::Fail;
using core::Forward;
using core::Result;

// A photo with its boxes in pixels, as either format has it.
struct PixelAnnotation {
  detection::PixelBox box;
  int label = 0;
  bool ignored = false;
};

// Takes photos in and says what is wrong with those it does not.
class DatasetBuilder {
 public:
  DatasetBuilder(std::string source, std::vector<DatasetClass> classes) {
    dataset_.classes = std::move(classes);
    dataset_.sources.push_back({.name = std::move(source)});
  }

  // `width`, `height` of 0 are taken from the photo.
  void Add(const fs::path& path, std::string name, int width, int height, const std::vector<PixelAnnotation>& boxes) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) {
      Report(path, "there is no such photo");
      return;
    }
    Sample sample{.path = path, .name = std::move(name), .width = width, .height = height};
    if (width <= 0 || height <= 0) {
      auto photo = core::DecodeImage(path, {.needed_width = 1, .needed_height = 1});
      if (!photo) {
        Report({path.string(), std::move(photo).error().message});
        return;
      }
      sample.width = photo->width;
      sample.height = photo->height;
    }
    for (const PixelAnnotation& annotation : boxes) {
      AddBox(annotation, sample);
    }
    dataset_.samples.push_back(std::move(sample));
  }

  void Report(const fs::path& path, std::string_view reason) {
    Report({path.string(), fmt::format("{}: {}", path.string(), reason)});
  }
  void Report(core::InputError problem) { dataset_.problems.push_back(std::move(problem)); }

  // Errors: no photo was taken in.
  Result<Dataset> Finish(const fs::path& origin) && {
    if (dataset_.samples.empty()) {
      const std::string reason = dataset_.problems.empty() ? "it names none" : dataset_.problems.front().error;
      return Fail(ErrorKind::kInput, "{}: no photo can be used ({}); give the folder that holds them", origin.string(),
                  reason);
    }
    std::ranges::stable_sort(dataset_.samples, {}, &Sample::name);
    std::vector<int>& boxed = dataset_.sources.front().boxed_classes;
    for (std::size_t i = 0; i < dataset_.classes.size(); ++i) {
      boxed.push_back(static_cast<int>(i));
    }
    return std::move(dataset_);
  }

 private:
  void AddBox(const PixelAnnotation& annotation, Sample& sample) {
    const detection::PixelBox& box = annotation.box;
    const double width = sample.width;
    const double height = sample.height;
    const double x_min = std::clamp(box.x, 0.0, width);
    const double y_min = std::clamp(box.y, 0.0, height);
    const double x_max = std::clamp(box.x + box.width, 0.0, width);
    const double y_max = std::clamp(box.y + box.height, 0.0, height);
    if (!(x_max - x_min >= 1 && y_max - y_min >= 1)) {
      Report(sample.path,
             fmt::format("the box of a '{}' at ({:.1f}, {:.1f}), {:.1f} x {:.1f}, has no pixel of the photo",
                         dataset_.classes[static_cast<std::size_t>(annotation.label)].name, box.x, box.y, box.width,
                         box.height));
      return;
    }
    sample.boxes.push_back({.box = {.y_min = static_cast<float>(y_min / height),
                                    .x_min = static_cast<float>(x_min / width),
                                    .y_max = static_cast<float>(y_max / height),
                                    .x_max = static_cast<float>(x_max / width)},
                            .label = annotation.label,
                            .ignored = annotation.ignored});
  }

  Dataset dataset_;
};

// One file of VOC, its objects' classes as names.
struct VocObject {
  std::string name;
  detection::PixelBox box;
  bool difficult = false;
};

struct VocPhoto {
  fs::path annotation;
  std::string file_name;
  int width = 0;
  int height = 0;
  std::vector<VocObject> objects;
};

std::optional<VocObject> ReadVocObject(const pugi::xml_node& node) {
  const pugi::xml_node corners = node.child("bndbox");
  VocObject object{.name = node.child("name").text().get(), .difficult = node.child("difficult").text().as_bool()};
  double x_min = 0;
  double y_min = 0;
  double x_max = 0;
  double y_max = 0;
  const auto read = [&](const char* name, double& value) {
    const pugi::xml_text text = corners.child(name).text();
    value = text.as_double();
    return !text.empty() && std::isfinite(value);
  };
  if (object.name.empty() || !read("xmin", x_min) || !read("ymin", y_min) || !read("xmax", x_max) ||
      !read("ymax", y_max)) {
    return std::nullopt;
  }
  object.box = {.x = x_min - 1, .y = y_min - 1, .width = x_max - x_min + 1, .height = y_max - y_min + 1};
  return object;
}

// Errors: kInput, naming the file.
Result<VocPhoto> ReadVocPhoto(const fs::path& path) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_file(path.c_str());
  if (!parsed) {
    return Fail(ErrorKind::kInput, "{}: cannot be read as XML: {}", path.string(), parsed.description());
  }
  const pugi::xml_node root = document.child("annotation");
  VocPhoto photo{.annotation = path,
                 .file_name = root.child("filename").text().get(),
                 .width = root.child("size").child("width").text().as_int(),
                 .height = root.child("size").child("height").text().as_int()};
  if (photo.file_name.empty()) {
    return Fail(ErrorKind::kInput, "{}: names no photo, so it is no annotation of PASCAL VOC's kind", path.string());
  }
  for (const pugi::xml_node& node : root.children("object")) {
    auto object = ReadVocObject(node);
    if (!object) {
      return Fail(ErrorKind::kInput, "{}: object {} has no name or no box", path.string(), photo.objects.size() + 1);
    }
    photo.objects.push_back(*std::move(object));
  }
  return photo;
}

std::vector<fs::path> XmlFilesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".xml") {
      files.push_back(entry->path());
    }
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

Result<Dataset> ReadCocoDataset(const fs::path& annotations, const fs::path& photos) {
  const auto read = detection::ReadCocoAnnotations(annotations);
  if (!read) {
    return tl::unexpected(read.error());
  }
  std::vector<DatasetClass> classes;
  std::map<int, int> label_of;  // by category id
  for (const detection::Category& category : read->categories) {
    label_of[category.id] = static_cast<int>(classes.size());
    classes.push_back({category.id, category.name});
  }
  DatasetBuilder builder(SourceName(annotations), std::move(classes));
  for (const detection::AnnotatedPhoto& photo : read->photos) {
    std::vector<PixelAnnotation> boxes;
    for (const detection::AnnotatedBox& box : photo.boxes) {
      boxes.push_back({.box = box.box, .label = label_of.at(box.category_id), .ignored = box.crowd});
    }
    builder.Add(photos / photo.file_name, photo.file_name, photo.width, photo.height, boxes);
  }
  return std::move(builder).Finish(annotations);
}

Result<Dataset> ReadVocDataset(const fs::path& folder) {
  const std::vector<fs::path> files = XmlFilesIn(folder / "Annotations");
  if (files.empty()) {
    return Fail(ErrorKind::kInput, "{}: there is no .xml file in a folder 'Annotations' in it, as PASCAL VOC has them",
                folder.string());
  }
  std::vector<VocPhoto> photos;
  std::vector<core::InputError> problems;
  std::map<std::string, int> label_of;
  for (const fs::path& file : files) {
    if (auto photo = ReadVocPhoto(file)) {
      for (const VocObject& object : photo->objects) {
        label_of.emplace(object.name, 0);
      }
      photos.push_back(*std::move(photo));
    } else {
      problems.push_back({file.string(), std::move(photo).error().message});
    }
  }
  std::vector<DatasetClass> classes;
  for (auto& [name, label] : label_of) {
    label = static_cast<int>(classes.size());
    classes.push_back({label + 1, name});
  }
  DatasetBuilder builder(SourceName(folder), std::move(classes));
  for (const VocPhoto& photo : photos) {
    std::vector<PixelAnnotation> boxes;
    for (const VocObject& object : photo.objects) {
      boxes.push_back({.box = object.box, .label = label_of.at(object.name), .ignored = object.difficult});
    }
    std::error_code ignored;
    fs::path path = folder / "JPEGImages" / photo.file_name;
    if (!fs::exists(path, ignored)) {
      path = photo.annotation.parent_path() / photo.file_name;
    }
    builder.Add(path, photo.file_name, photo.width, photo.height, boxes);
  }
  for (core::InputError& problem : problems) {
    builder.Report(std::move(problem));
  }
  return std::move(builder).Finish(folder);
}

}  // namespace godwit::training

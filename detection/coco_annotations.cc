#include "detection/coco_annotations.h"

#include <array>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "core/weights/files.h"
#include "core/weights/one_line.h"
#include "core/weights/strict_json.h"

namespace godwit::detection {
namespace {

using core::ErrorKind;
using core::Result;
using nlohmann::json;

constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 30;  // COCO's largest file has 450 MB
constexpr int kMaxDepth = 16;
constexpr double kMaxPixels = 1e9;  // of a coordinate: far beyond any photo, and areas stay exact enough

// Reads entries of one object, "annotations[7]", and keeps the first thing that is wrong.
class EntryReader {
 public:
  EntryReader(const json& object, std::string_view list, std::size_t index)
      : object_(object), list_(list), index_(index) {
    if (!object.is_object()) {
      Reject("is not an object");
    }
  }

  void Read(const char* key, std::int64_t& value) {
    if (const json* entry = Find(key)) {
      const bool fits = entry->is_number_integer() &&
                        (!entry->is_number_unsigned() || std::in_range<std::int64_t>(entry->get<std::uint64_t>()));
      if (!fits) {
        Reject(fmt::format("'{}' is not an integer", key));
        return;
      }
      value = entry->get<std::int64_t>();
    }
  }
  void Read(const char* key, int& value) {
    std::int64_t number = value;
    Read(key, number);
    if (!std::in_range<int>(number)) {
      Reject(fmt::format("'{}' is out of range", key));
      return;
    }
    value = static_cast<int>(number);
  }
  void Read(const char* key, std::string& value) {
    if (const json* entry = Find(key)) {
      if (!entry->is_string() || entry->get_ref<const std::string&>().empty()) {
        Reject(fmt::format("'{}' is not a text, or empty", key));
        return;
      }
      value = entry->get<std::string>();
    }
  }
  void Read(const char* key, PixelBox& box) {
    const json* entry = Find(key);
    if (entry == nullptr) {
      return;
    }
    std::array<double, 4> numbers{};
    bool sound = entry->is_array() && entry->size() == numbers.size();
    for (std::size_t i = 0; sound && i < numbers.size(); ++i) {
      sound = (*entry)[i].is_number() && std::abs((*entry)[i].get<double>()) <= kMaxPixels;
      numbers[i] = sound ? (*entry)[i].get<double>() : 0;
    }
    if (!sound || numbers[2] < 0 || numbers[3] < 0) {
      Reject(fmt::format("'{}' is not [x, y, width, height] in pixels", key));
      return;
    }
    box = {numbers[0], numbers[1], numbers[2], numbers[3]};
  }
  void ReadArea(const char* key, double& value) {
    if (const json* entry = Find(key)) {
      if (!entry->is_number() || !(entry->get<double>() >= 0)) {
        Reject(fmt::format("'{}' is not a number from 0 on", key));
        return;
      }
      value = entry->get<double>();
    }
  }
  void ReadFlag(const char* key, bool& value) {
    int number = value ? 1 : 0;
    Read(key, number);
    if (number != 0 && number != 1) {
      Reject(fmt::format("'{}' is neither 0 nor 1", key));
    }
    value = number == 1;
  }
  void ReadSide(const char* key, int& value) {
    Read(key, value);
    if (value < 0) {
      Reject(fmt::format("'{}' is negative", key));
    }
  }

  [[nodiscard]] bool Has(const char* key) const { return object_.is_object() && object_.contains(key); }

  void Reject(std::string problem) {
    if (problem_.empty()) {
      problem_ = fmt::format("{}[{}]: {}", list_, index_, problem);
    }
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  const json* Find(const char* key) {
    if (!Has(key)) {
      Reject(fmt::format("'{}' is missing", key));
      return nullptr;
    }
    return &object_.at(key);
  }

  const json& object_;
  std::string_view list_;
  std::size_t index_;
  std::string problem_;
};

// Builds the photos from the document's lists. Each function gives what is wrong, empty where nothing is.
class Builder {
 public:
  std::string AddAll(const json& document) {
    using Add = void (Builder::*)(EntryReader&);
    constexpr std::array<std::pair<const char*, Add>, 3> kLists{
        {{"images", &Builder::AddPhoto}, {"categories", &Builder::AddCategory}, {"annotations", &Builder::AddBox}}};
    for (const auto& [name, add] : kLists) {
      if (!document.is_object() || !document.contains(name) || !document.at(name).is_array()) {
        return fmt::format("has no list '{}'; is it an instances file of COCO's format?", name);
      }
      const json& list = document.at(name);
      for (std::size_t i = 0; i < list.size(); ++i) {
        EntryReader reader(list[i], name, i);
        (this->*add)(reader);
        if (!reader.problem().empty()) {
          return reader.problem();
        }
      }
    }
    return {};
  }

  [[nodiscard]] AnnotatedPhotos Take() { return std::move(result_); }

 private:
  void AddPhoto(EntryReader& reader) {
    AnnotatedPhoto photo;
    reader.Read("id", photo.id);
    reader.Read("file_name", photo.file_name);
    if (reader.Has("width")) {
      reader.ReadSide("width", photo.width);
    }
    if (reader.Has("height")) {
      reader.ReadSide("height", photo.height);
    }
    if (reader.problem().empty() && !photos_.emplace(photo.id, result_.photos.size()).second) {
      reader.Reject(fmt::format("id {} stands there twice", photo.id));
    }
    result_.photos.push_back(std::move(photo));
  }

  void AddCategory(EntryReader& reader) {
    Category category;
    reader.Read("id", category.id);
    reader.Read("name", category.name);
    if (reader.problem().empty() && !categories_.insert(category.id).second) {
      reader.Reject(fmt::format("id {} stands there twice", category.id));
    }
    if (reader.problem().empty() && !names_.insert(category.name).second) {
      reader.Reject(fmt::format("name '{}' stands there twice", category.name));
    }
    result_.categories.push_back(std::move(category));
  }

  void AddBox(EntryReader& reader) {
    AnnotatedBox box;
    std::int64_t photo_id = 0;
    reader.Read("image_id", photo_id);
    reader.Read("category_id", box.category_id);
    reader.Read("bbox", box.box);
    box.area = box.box.width * box.box.height;
    if (reader.Has("area")) {
      reader.ReadArea("area", box.area);
    }
    if (reader.Has("iscrowd")) {
      reader.ReadFlag("iscrowd", box.crowd);
    }
    const auto photo = photos_.find(photo_id);
    if (photo == photos_.end()) {
      reader.Reject(fmt::format("image_id {} is not among the images", photo_id));
      return;
    }
    if (!categories_.contains(box.category_id)) {
      reader.Reject(fmt::format("category_id {} is not among the categories", box.category_id));
    }
    result_.photos[photo->second].boxes.push_back(box);
  }

  AnnotatedPhotos result_;
  std::unordered_map<std::int64_t, std::size_t> photos_;  // where a photo's id stands
  std::unordered_set<int> categories_;
  std::unordered_set<std::string> names_;
};

}  // namespace

Result<AnnotatedPhotos> ReadCocoAnnotations(const std::filesystem::path& file) {
  const auto text = core::ReadTextFile(file, kMaxBytes, ErrorKind::kInput);
  if (!text) {
    return tl::unexpected(text.error());
  }
  const auto document = core::ParseStrictJson(*text, file.string(), kMaxDepth, "segmentation");
  if (!document) {
    return core::Fail(ErrorKind::kInput, "{}", core::OneLine(document.error()).message);
  }
  Builder builder;
  if (const std::string problem = builder.AddAll(*document); !problem.empty()) {
    return tl::unexpected(core::OneLine({ErrorKind::kInput, fmt::format("{}: {}", file.string(), problem)}));
  }
  return builder.Take();
}

}  // namespace godwit::detection

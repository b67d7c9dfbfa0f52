#include "core/model/model_card.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include "core/weights/strict_json.h"

namespace godwit::core {
namespace {

using nlohmann::json;

constexpr int kCardFormat = 1;
constexpr int kMaxInput = 8192;  // pixels; an input beyond it is a damaged card, not a network

template <typename Enum, std::size_t kCount>
using Names = std::array<std::pair<std::string_view, Enum>, kCount>;

constexpr Names<ResizeMethod, 3> kResizes{
    {{"tf_bilinear", ResizeMethod::kTfBilinear}, {"area", ResizeMethod::kArea}, {"triangle", ResizeMethod::kTriangle}}};
constexpr Names<FitMode, 4> kFits{{{"stretch", FitMode::kStretch},
                                   {"pad_corner", FitMode::kPadCorner},
                                   {"pad_centre", FitMode::kPadCentre},
                                   {"centre_crop", FitMode::kCentreCrop}}};

constexpr Names<Padding, 2> kPaddings{{{"same", Padding::kSame}, {"symmetric", Padding::kSymmetric}}};
constexpr Names<Activation, 2> kActivations{{{"relu6", Activation::kRelu6}, {"relu", Activation::kRelu}}};

template <typename Enum, std::size_t kCount>
std::string_view NameOf(const Names<Enum, kCount>& names, Enum value) {
  for (const auto& [name, known] : names) {
    if (known == value) {
      return name;
    }
  }
  Check(false, "every value of an enumeration has a name");
  return {};
}

// Reads entries of a card and keeps the first thing that is wrong.
class CardReader {
 public:
  // Types are taken as they are written: a number is no bool, 1.5 no int, and an int must fit.
  void Read(const json& object, const char* key, std::string& value) {
    if (const json* entry = Find(object, key, &json::is_string)) {
      value = entry->get<std::string>();
    }
  }
  void Read(const json& object, const char* key, bool& value) {
    if (const json* entry = Find(object, key, &json::is_boolean)) {
      value = entry->get<bool>();
    }
  }
  void Read(const json& object, const char* key, int& value) {
    if (const json* entry = Find(object, key, &json::is_number_integer)) {
      const auto number = entry->get<std::int64_t>();
      const bool wraps = entry->is_number_unsigned() && number < 0;
      if (wraps || !std::in_range<int>(number)) {
        Reject("is out of range", key);
        return;
      }
      value = static_cast<int>(number);
    }
  }
  void Read(const json& object, const char* key, double& value) {
    if (const json* entry = Find(object, key, &json::is_number)) {
      value = entry->get<double>();
    }
  }
  void Read(const json& object, const char* key, float& value) {
    double number = value;
    Read(object, key, number);
    Narrow(number, key, value);
  }

  void Read(const json& object, const char* key, std::array<float, 3>& values) {
    const json& list = List(object, key);
    if (list.size() != values.size() ||
        !std::ranges::all_of(list, [](const json& entry) { return entry.is_number(); })) {
      Reject("is not a list of three numbers", key);
      return;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      Narrow(list[i].get<double>(), key, values[i]);
    }
  }

  template <typename Enum, std::size_t kCount>
  void Read(const json& object, const char* key, const Names<Enum, kCount>& names, Enum& value) {
    std::string text;
    Read(object, key, text);
    for (const auto& [name, known] : names) {
      if (name == text) {
        value = known;
        return;
      }
    }
    Reject("has an unknown value", key);
  }

  // An object below `object`; an empty one where there is none.
  const json& Object(const json& object, const char* key) {
    static const json kEmpty = json::object();
    const json* entry = Find(object, key, &json::is_object);
    return entry == nullptr ? kEmpty : *entry;
  }

  // A list below `object`; an empty one where there is none.
  const json& List(const json& object, const char* key) {
    static const json kEmpty = json::array();
    const json* entry = Find(object, key, &json::is_array);
    return entry == nullptr ? kEmpty : *entry;
  }

  void Reject(std::string_view problem, std::string_view key) {
    if (problem_.empty()) {
      problem_ = fmt::format("entry '{}' of the model card {}", key, problem);
    }
  }

  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  const json* Find(const json& object, const char* key, bool (json::*is_type)() const noexcept) {
    const auto found = object.find(key);
    if (found == object.end() || !((*found).*is_type)()) {
      Reject(found == object.end() ? "is missing" : "has the wrong type", key);
      return nullptr;
    }
    return &*found;
  }

  void Narrow(double number, const char* key, float& value) {
    if (!(std::abs(number) <= std::numeric_limits<float>::max())) {
      Reject("is out of range", key);
      return;
    }
    value = static_cast<float>(number);
  }

  std::string problem_;
};

void ReadInput(CardReader& reader, const json& input, ModelCard& card) {
  reader.Read(input, "width", card.input_width);
  reader.Read(input, "height", card.input_height);
  reader.Read(input, "resize", kResizes, card.preprocessing.resize);
  reader.Read(input, "fit", kFits, card.preprocessing.fit);
  reader.Read(input, "crop_fraction", card.preprocessing.crop_fraction);
  const json& normalization = reader.Object(input, "normalization");
  reader.Read(normalization, "factor", card.preprocessing.normalization.factor);
  reader.Read(normalization, "divide", card.preprocessing.normalization.divide);
  reader.Read(normalization, "offset", card.preprocessing.normalization.offset);
  if (normalization.contains("mean") || normalization.contains("deviation")) {
    reader.Read(normalization, "mean", card.preprocessing.normalization.mean);
    reader.Read(normalization, "deviation", card.preprocessing.normalization.deviation);
  }
  const auto in_range = [](int side) { return side >= 1 && side <= kMaxInput; };
  if (!in_range(card.input_width) || !in_range(card.input_height)) {
    reader.Reject("has a size that no network has", "input");
  }
  if (!(card.preprocessing.crop_fraction > 0 && card.preprocessing.crop_fraction <= 1)) {
    reader.Reject("is not in (0, 1]", "crop_fraction");
  }
  if (card.preprocessing.normalization.factor == 0) {
    reader.Reject("is zero", "factor");
  }
  if (!std::ranges::all_of(card.preprocessing.normalization.deviation, [](float value) { return value > 0; })) {
    reader.Reject("is not above zero", "deviation");
  }
}

void ReadLabels(CardReader& reader, const json& labels, ModelCard& card) {
  for (const json& entry : labels) {
    ClassLabel label;
    if (!entry.is_object()) {
      reader.Reject("has an entry that is not an object", "labels");
      return;
    }
    reader.Read(entry, "id", label.id);
    reader.Read(entry, "name", label.name);
    card.labels.push_back(std::move(label));
  }
}

void ReadQuality(CardReader& reader, const json& list, ModelCard& card) {
  for (const json& entry : list) {
    MeasuredQuality quality;
    if (!entry.is_object()) {
      reader.Reject("has an entry that is not an object", "quality");
      return;
    }
    reader.Read(entry, "measure", quality.measure);
    reader.Read(entry, "value", quality.value);
    reader.Read(entry, "input", quality.input);
    reader.Read(entry, "data", quality.data);
    if (!(quality.value >= 0 && quality.value <= 1)) {
      reader.Reject("has a value that is not in [0, 1]", "quality");
    }
    card.quality.push_back(std::move(quality));
  }
}

ModelCard ReadCard(CardReader& reader, const json& document) {
  ModelCard card;
  int format = 0;
  reader.Read(document, "format", format);
  if (format != kCardFormat) {
    reader.Reject(format > kCardFormat ? "is newer than this program; update Godwit" : "has an unknown value",
                  "format");
  }
  reader.Read(document, "id", card.id);
  reader.Read(document, "task", card.task);
  reader.Read(document, "architecture", card.architecture);
  reader.Read(document, "alpha", card.alpha);
  if (!(card.alpha > 0 && card.alpha <= 1)) {
    reader.Reject("is not in (0, 1]", "alpha");
  }
  if (document.contains("padding")) {
    reader.Read(document, "padding", kPaddings, card.padding);
  }
  if (document.contains("activation")) {
    reader.Read(document, "activation", kActivations, card.activation);
  }
  ReadInput(reader, reader.Object(document, "input"), card);
  card.head = reader.Object(document, "head");
  ReadLabels(reader, reader.List(document, "labels"), card);
  reader.Read(document, "licence", card.licence);
  reader.Read(document, "source", card.source);
  if (document.contains("quality")) {
    ReadQuality(reader, reader.List(document, "quality"), card);
  }
  reader.Read(document, "sha256", card.sha256);
  return card;
}

}  // namespace

Result<ModelCard> ReadModelCard(const std::map<std::string, std::string>& metadata, const std::string& file) {
  const auto entry = metadata.find(std::string(kModelCardKey));
  if (entry == metadata.end()) {
    return Fail(ErrorKind::kModel,
                "{}: has no model card, so what it holds is not known; bring it in with: godwit models import", file);
  }
  constexpr int kMaxDepth = 16;
  auto document = ParseStrictJson(entry->second, file + ": the model card", kMaxDepth);
  if (!document) {
    return Forward(document);
  }
  if (!document->is_object()) {
    return Fail(ErrorKind::kModel, "{}: the model card is not a JSON object", file);
  }
  CardReader reader;
  ModelCard card = ReadCard(reader, *document);
  if (!reader.problem().empty()) {
    return Fail(ErrorKind::kModel, "{}: {}", file, reader.problem());
  }
  return card;
}

std::map<std::string, std::string> WriteModelCard(const ModelCard& card) {
  json labels = json::array();
  for (const ClassLabel& label : card.labels) {
    labels.push_back({{"id", label.id}, {"name", label.name}});
  }
  const Preprocessing& recipe = card.preprocessing;
  json document{{"format", kCardFormat},
                {"id", card.id},
                {"task", card.task},
                {"architecture", card.architecture},
                {"alpha", card.alpha},
                {"input",
                 {{"width", card.input_width},
                  {"height", card.input_height},
                  {"resize", NameOf(kResizes, recipe.resize)},
                  {"fit", NameOf(kFits, recipe.fit)},
                  {"crop_fraction", recipe.crop_fraction},
                  {"normalization",
                   {{"factor", recipe.normalization.factor},
                    {"divide", recipe.normalization.divide},
                    {"offset", recipe.normalization.offset}}}}},
                {"head", card.head},
                {"labels", std::move(labels)},
                {"licence", card.licence},
                {"source", card.source},
                {"sha256", card.sha256}};
  // Optional entries, which earlier versions of the program do not know, are there only where they say something.
  if (card.padding != ModelCard{}.padding) {
    document["padding"] = NameOf(kPaddings, card.padding);
  }
  if (card.activation != ModelCard{}.activation) {
    document["activation"] = NameOf(kActivations, card.activation);
  }
  for (const MeasuredQuality& quality : card.quality) {
    document["quality"].push_back(
        {{"measure", quality.measure}, {"value", quality.value}, {"input", quality.input}, {"data", quality.data}});
  }
  if (recipe.normalization.mean != Normalization{}.mean ||
      recipe.normalization.deviation != Normalization{}.deviation) {
    json& normalization = document["input"]["normalization"];
    normalization["mean"] = recipe.normalization.mean;
    normalization["deviation"] = recipe.normalization.deviation;
  }
  return {{std::string(kModelCardKey), document.dump(-1, ' ', false, json::error_handler_t::replace)}};
}

Result<> SetInputSide(ModelCard& card, std::optional<int> side) {
  constexpr int kSmallest = 32;
  constexpr int kLargest = 2048;
  if (side && (*side < kSmallest || *side > kLargest)) {
    return Fail(ErrorKind::kUsage, "an input of {} pixels is not between {} and {}", *side, kSmallest, kLargest);
  }
  if (side) {
    card.input_width = card.input_height = *side;
  }
  return {};
}

}  // namespace godwit::core

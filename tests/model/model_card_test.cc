#include "core/model/model_card.h"

#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace godwit::core {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

ModelCard Example() {
  ModelCard card{.id = "coco-ssdlite-mobilenet-v2",
                 .task = "detect",
                 .architecture = "ssdlite_mobilenet_v2",
                 .alpha = 0.75,
                 .input_width = 320,
                 .input_height = 300,
                 .preprocessing = {},
                 .head = {{"classes", 91}, {"anchors", {{"min_scale", 0.2}}}},
                 .labels = {{1, "person"}, {2, ""}, {90, "h\xC3\xA9risson \"x\"\n"}},
                 .licence = "Apache-2.0",
                 .source = "npm package 1.0",
                 .sha256 = std::string(64, 'a')};
  card.preprocessing = {.resize = ResizeMethod::kArea,
                        .fit = FitMode::kPadCorner,
                        .crop_fraction = 0.875,
                        .normalization = {.factor = 0.00784313772F, .divide = true, .offset = -0.1F}};
  return card;
}

json DocumentOf(const ModelCard& card) { return json::parse(WriteModelCard(card).at(std::string(kModelCardKey))); }

std::string ErrorOfText(const std::string& text) {
  const auto read = ReadModelCard({{std::string(kModelCardKey), text}}, "file.safetensors");
  if (read) {
    return "";
  }
  EXPECT_EQ(read.error().kind, ErrorKind::kModel);
  EXPECT_THAT(read.error().message, AllOf(StartsWith("file.safetensors: "), Not(HasSubstr("\n"))));
  return read.error().message;
}

// The error for the example after a change.
std::string ErrorAfter(const std::function<void(json&)>& change) {
  json document = DocumentOf(Example());
  change(document);
  return ErrorOfText(document.dump());
}

TEST(ModelCard, RoundTrip) {
  for (const FitMode fit : {FitMode::kStretch, FitMode::kPadCorner, FitMode::kPadCentre, FitMode::kCentreCrop}) {
    ModelCard card = Example();
    card.preprocessing.fit = fit;
    const auto read = ReadModelCard(WriteModelCard(card), "file");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->id, card.id);
    EXPECT_EQ(read->task, card.task);
    EXPECT_EQ(read->architecture, card.architecture);
    EXPECT_EQ(read->alpha, card.alpha);
    EXPECT_EQ(read->input_width, card.input_width);
    EXPECT_EQ(read->input_height, card.input_height);
    EXPECT_EQ(read->preprocessing, card.preprocessing);
    EXPECT_EQ(read->head, card.head);
    EXPECT_EQ(read->labels, card.labels);
    EXPECT_EQ(read->licence, card.licence);
    EXPECT_EQ(read->source, card.source);
    EXPECT_EQ(read->sha256, card.sha256);
  }
}

TEST(ModelCard, OptionalEntriesAreWrittenWhereTheySaySomething) {
  ModelCard card = Example();
  const json plain = DocumentOf(card);
  for (const char* path :
       {"/padding", "/activation", "/input/normalization/mean", "/input/normalization/deviation", "/quality"}) {
    EXPECT_FALSE(plain.contains(json::json_pointer(path))) << path;
  }
  card.padding = Padding::kSymmetric;
  card.activation = Activation::kRelu;
  card.preprocessing.normalization = kImageNetNormalization;
  card.quality = {{"AP", 0.238, 300, "128 photos"}, {"AP", 0, 224, ""}};
  const json document = DocumentOf(card);
  EXPECT_EQ(document["padding"], "symmetric");
  EXPECT_EQ(document["activation"], "relu");
  EXPECT_EQ(document["input"]["normalization"]["mean"].size(), 3U);
  const auto read = ReadModelCard(WriteModelCard(card), "file");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->padding, card.padding);
  EXPECT_EQ(read->activation, card.activation);
  EXPECT_EQ(read->preprocessing, card.preprocessing);
  EXPECT_EQ(read->quality, card.quality);
}

TEST(ModelCard, AFileWithoutACardSaysHowToImportIt) {
  const auto read = ReadModelCard({{"format", "pt"}}, "file.safetensors");
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, AllOf(HasSubstr("no model card"), HasSubstr("godwit models import")));
}

TEST(ModelCard, TextThatIsNoCard) {
  EXPECT_THAT(ErrorOfText(""), HasSubstr("not valid JSON"));
  EXPECT_THAT(ErrorOfText("[1]"), HasSubstr("not a JSON object"));
  EXPECT_THAT(ErrorOfText(R"({"id": "a", "id": "b"})"), HasSubstr("twice"));
}

// Every entry of the document, nested ones too, is missed by name, and so is one of another type.
TEST(ModelCard, MissingAndMistypedEntriesAreNamed) {
  const json document = DocumentOf(Example());
  const auto paths = [&] {
    std::vector<json::json_pointer> found;
    for (const char* path : {"/format",
                             "/id",
                             "/task",
                             "/architecture",
                             "/alpha",
                             "/input",
                             "/input/width",
                             "/input/height",
                             "/input/resize",
                             "/input/fit",
                             "/input/crop_fraction",
                             "/input/normalization",
                             "/input/normalization/factor",
                             "/input/normalization/divide",
                             "/input/normalization/offset",
                             "/head",
                             "/labels",
                             "/labels/1/id",
                             "/labels/1/name",
                             "/licence",
                             "/source",
                             "/sha256"}) {
      found.emplace_back(path);
    }
    return found;
  }();
  for (const json::json_pointer& path : paths) {
    SCOPED_TRACE(path.to_string());
    ASSERT_TRUE(document.contains(path));
    const std::string named = "'" + path.back() + "'";
    EXPECT_THAT(ErrorAfter([&](json& card) { card[path.parent_pointer()].erase(path.back()); }),
                AllOf(HasSubstr(named), HasSubstr("missing")));
    EXPECT_THAT(ErrorAfter([&](json& card) { card[path] = nullptr; }), AllOf(HasSubstr(named), HasSubstr("type")));
  }
}

TEST(ModelCard, ValuesThatNoModelHasAreNamed) {
  const struct {
    const char* path;
    json value;
    const char* message;
  } kCases[] = {
      {"/format", 2, "newer"},
      {"/format", 0, "'format'"},
      {"/alpha", 0, "'alpha'"},
      {"/alpha", 1.5, "'alpha'"},
      {"/input/width", 0, "'input'"},
      {"/input/height", 100'000, "'input'"},
      {"/input/width", 1.5, "'width' of the model card has the wrong type"},
      {"/input/width", true, "'width' of the model card has the wrong type"},
      {"/input/width", std::int64_t{1} << 33, "'width' of the model card is out of range"},
      {"/input/width", ~std::uint64_t{0}, "'width' of the model card is out of range"},
      {"/input/resize", "lanczos", "'resize'"},
      {"/input/fit", "", "'fit'"},
      {"/input/crop_fraction", 0, "'crop_fraction'"},
      {"/input/crop_fraction", 1.25, "'crop_fraction'"},
      {"/input/normalization/factor", 0, "'factor'"},
      {"/input/normalization/factor", 1e39, "'factor'"},
      {"/input/normalization/offset", -1e39, "'offset'"},
      {"/padding", "valid", "'padding'"},
      {"/padding", 1, "'padding'"},
      {"/activation", "none", "'activation'"},
      {"/input/normalization/mean", {0, 0, 0}, "'deviation'"},
      {"/input/normalization/deviation", {1, 1, 1}, "'mean'"},
      {"/input/normalization/deviation", {1, 0, 1}, "'mean'"},
      {"/labels/0", 1, "'labels'"},
      {"/quality", "good", "'quality'"},
      {"/quality", {1}, "'quality'"},
      {"/quality", {{{"measure", "AP"}}}, "'value' of the model card is missing"},
      {"/quality", {{{"measure", "AP"}, {"value", 1.5}, {"input", 300}, {"data", ""}}}, "'quality'"},
      {"/labels/0/id", -3e9, "'id'"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(ErrorAfter([&](json& card) { card[json::json_pointer(test.path)] = test.value; }),
                HasSubstr(test.message))
        << test.path << " = " << test.value;
  }
}

TEST(ModelCard, StatisticsOfChannelsAreThreeSoundNumbers) {
  const auto error_of = [](const json& mean, const json& deviation) {
    return ErrorAfter([&](json& card) {
      card["input"]["normalization"]["mean"] = mean;
      card["input"]["normalization"]["deviation"] = deviation;
    });
  };
  const json ones{1, 1, 1};
  EXPECT_EQ(error_of(ones, ones), "");
  EXPECT_THAT(error_of({1, 1}, ones), HasSubstr("'mean' of the model card is not a list of three numbers"));
  EXPECT_THAT(error_of({1, "1", 1}, ones), HasSubstr("'mean' of the model card is not a list of three numbers"));
  EXPECT_THAT(error_of(ones, 1), HasSubstr("'deviation' of the model card has the wrong type"));
  EXPECT_THAT(error_of(ones, {1, 0, 1}), HasSubstr("'deviation' of the model card is not above zero"));
  EXPECT_THAT(error_of({1e39, 0, 0}, ones), HasSubstr("'mean' of the model card is out of range"));
}

}  // namespace
}  // namespace godwit::core

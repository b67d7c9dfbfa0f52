#include "core/weights/strict_json.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace godwit::core {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

std::string ErrorOf(const std::string& text, int max_depth = 4) {
  const auto parsed = ParseStrictJson(text, "file.json", max_depth);
  return parsed ? "" : parsed.error().message;
}

TEST(StrictJson, ReadsADocument) {
  const auto parsed = ParseStrictJson(R"( {"a": [1, {"a": "b"}], "c": {"a": null}} )", "file.json", 3);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ((*parsed)["a"][1]["a"], "b");
}

TEST(StrictJson, RefusesAKeyThatStandsTwiceInOneObject) {
  EXPECT_THAT(ErrorOf(R"({"a": 1, "b": 2, "a": 1})"), AllOf(StartsWith("file.json: "), HasSubstr("\"a\"")));
  EXPECT_THAT(ErrorOf(R"([{"x": {"a": 1, "\u0061": 2}}])"), HasSubstr("\"a\""));
  EXPECT_EQ(ErrorOf(R"([{"a": 1}, {"a": {"a": 2}}])"), "");
}

TEST(StrictJson, LeavesOutWhatStandsUnderAKeyButChecksIt) {
  const auto parsed = ParseStrictJson(
      R"([{"a": 1, "big": {"x": [1, {"y": 2}]}, "b": 2}, {"big": [[1, 2]], "a": 3}, {"big": 4, "a": {"big": 5}}])", "f",
      8, "big");
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(*parsed, nlohmann::json::parse(R"([{"a": 1, "b": 2}, {"a": 3}, {"a": {}}])"));
  EXPECT_FALSE(ParseStrictJson(R"({"big": {"x": 1, "x": 2}})", "f", 8, "big"));
  EXPECT_FALSE(ParseStrictJson(R"({"big": {"x": 1}, "a": 1, "a": 2})", "f", 8, "big"));
  EXPECT_FALSE(ParseStrictJson(R"({"big": [[[1]]]})", "f", 3, "big"));
  EXPECT_FALSE(ParseStrictJson(R"({"big": nul})", "f", 3, "big"));
}

TEST(StrictJson, RefusesDeepNesting) {
  EXPECT_EQ(ErrorOf("[[[[1]]]]"), "");
  EXPECT_THAT(ErrorOf("[[[[[1]]]]]"), HasSubstr("deeper than 4"));
  EXPECT_THAT(ErrorOf(std::string(10'000'000, '[')), HasSubstr("deeper than 4"));
  EXPECT_EQ(ErrorOf("1", 0), "");
  EXPECT_THAT(ErrorOf("[]", 0), HasSubstr("deeper"));
}

TEST(StrictJson, RefusesWhatIsNotJson) {
  for (const char* text : {"", " ", "{", "{\"a\": }", "[1,]", "nul", "{} x", "\"\xFF\"", "{\"a\": 1e999}", "NaN"}) {
    EXPECT_THAT(ErrorOf(text), AllOf(StartsWith("file.json: not valid JSON"), testing::Not(HasSubstr("\n")))) << text;
  }
}

}  // namespace
}  // namespace godwit::core

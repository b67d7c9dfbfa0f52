#include "core/weights/tfjs.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace godwit::core {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

template <typename T>
std::string Bytes(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

template <typename T>
std::vector<T> Values(const WeightTensor& tensor) {
  std::vector<T> values(tensor.bytes.size() / sizeof(T));
  std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  return values;
}

// A folder with m.json and its shards.
class Tfjs : public testing::Test {
 protected:
  Result<TfjsWeights> Read(const std::string& json, const std::map<std::string, std::string>& shards) {
    tests::WriteFile(folder_ / "m.json", json);
    for (const auto& [name, bytes] : shards) {
      tests::WriteFile(folder_ / name, bytes);
    }
    return ReadTfjs(folder_ / "m.json");
  }

  std::string ErrorOf(const std::string& json, const std::map<std::string, std::string>& shards = {{"s", "abcd"}}) {
    const auto read = Read(json, shards);
    if (read) {
      return "";
    }
    EXPECT_EQ(read.error().kind, ErrorKind::kModel);
    EXPECT_THAT(read.error().message, AllOf(StartsWith(folder_.path().string()), Not(HasSubstr("\n"))));
    return read.error().message;
  }

  // A manifest with one group of shard "s" and one tensor "t" with these entries.
  std::string ErrorOfTensor(const std::string& entries) {
    return ErrorOf(R"([{"paths": ["s"], "weights": [{"name": "t", )" + entries + "}]}]");
  }

  tests::TemporaryFolder folder_;
};

TEST_F(Tfjs, ReadsGraphModelsLayersModelsAndBareManifests) {
  const std::string manifest = R"([{"paths": ["s"], "weights": [{"name": "t", "shape": [], "dtype": "float32"}]}])";
  for (const auto& json :
       {manifest, R"({"weightsManifest": )" + manifest + "}",
        R"({"format": "graph-model", "modelTopology": {"node": []}, "weightsManifest": )" + manifest + "}"}) {
    const auto read = Read(json, {{"s", Bytes<float>({2.5F})}});
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_THAT(read->tensors, SizeIs(1));
    EXPECT_THAT(ToFloats(read->tensors.at("t")), ElementsAre(2.5F));
    EXPECT_TRUE(IsTfjs(folder_ / "m.json"));
    EXPECT_EQ(read->topology.is_object(), json.find("modelTopology") != std::string::npos);
  }
}

// uint8 first, so that the float32 tensor behind it is unaligned and straddles both cuts between the shards.
TEST_F(Tfjs, TensorsStraddleShardsAtOddOffsets) {
  const std::string json = R"({"weightsManifest": [
      {"paths": ["s1", "s2", "sub/s3"], "weights": [
        {"name": "q", "shape": [3], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1}},
        {"name": "f", "shape": [2, 2], "dtype": "float32"},
        {"name": "i", "shape": [1], "dtype": "int32"}]},
      {"paths": ["s4"], "weights": [{"name": "b", "shape": [2], "dtype": "bool"}]}]})";
  const std::string bytes = Bytes<std::uint8_t>({0, 2, 255}) + Bytes<float>({1, -2, 3, -4}) + Bytes<std::int32_t>({-9});
  const auto read = Read(json, {{"s1", bytes.substr(0, 5)},
                                {"s2", bytes.substr(5, 9)},
                                {"sub/s3", bytes.substr(14)},
                                {"s4", std::string("\1\0", 2)}});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_THAT(ToFloats(read->tensors.at("q")), ElementsAre(-1.0F, 0.0F, 126.5F));
  EXPECT_THAT(ToFloats(read->tensors.at("f")), ElementsAre(1.0F, -2.0F, 3.0F, -4.0F));
  EXPECT_EQ(read->tensors.at("i").dtype, Dtype::kI32);
  EXPECT_THAT(Values<std::int32_t>(read->tensors.at("i")), ElementsAre(-9));
  EXPECT_EQ(read->tensors.at("b").dtype, Dtype::kU8);
  EXPECT_THAT(Values<std::uint8_t>(read->tensors.at("b")), ElementsAre(1, 0));
}

TEST_F(Tfjs, DequantisesInDoubleAndRoundsOnce) {
  // In float32 arithmetic (or with one more rounding) the last bits differ for some of the 256 values.
  const double scale = 0.0026856216729856004;
  const double min = -0.34107395246917127;
  std::vector<std::uint8_t> stored(256);
  for (std::size_t i = 0; i < stored.size(); ++i) {
    stored[i] = static_cast<std::uint8_t>(i);
  }
  const auto read = Read(R"([{"paths": ["s"], "weights": [{"name": "t", "shape": [256], "dtype": "float32",
      "quantization": {"dtype": "uint8", "scale": 0.0026856216729856004, "min": -0.34107395246917127}}]}])",
                         {{"s", Bytes(stored)}});
  ASSERT_TRUE(read) << read.error().message;
  const std::vector<float> values = ToFloats(read->tensors.at("t"));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double product = static_cast<double>(i) * scale;
    EXPECT_EQ(values[i], static_cast<float>(product + min)) << i;
  }
}

TEST_F(Tfjs, DequantisesEveryKind) {
  const auto read = Read(R"([{"paths": ["s"], "weights": [
      {"name": "u16", "shape": [2], "dtype": "float32", "quantization": {"dtype": "uint16", "scale": 0.25, "min": 1}},
      {"name": "f16", "shape": [2], "dtype": "float32", "quantization": {"dtype": "float16"}},
      {"name": "int", "shape": [3], "dtype": "int32", "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1}},
      {"name": "none", "shape": [0, 5], "dtype": "float32"}]}])",
                         {{"s", Bytes<std::uint16_t>({0, 65535, 0x3C00, 0x0001}) + Bytes<std::uint8_t>({0, 1, 3})}});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_THAT(ToFloats(read->tensors.at("u16")), ElementsAre(1.0F, 16384.75F));
  EXPECT_THAT(ToFloats(read->tensors.at("f16")), ElementsAre(1.0F, std::ldexp(1.0F, -24)));
  EXPECT_THAT(Values<std::int32_t>(read->tensors.at("int")), ElementsAre(-1, 0, 1));  // floor(value + 0.5)
  EXPECT_THAT(ToFloats(read->tensors.at("none")), SizeIs(0));
}

TEST_F(Tfjs, RefusesDamagedManifests) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("not valid JSON"));
  EXPECT_THAT(ErrorOf("{\"weightsManifest\": ["), HasSubstr("not valid JSON"));
  for (const char* json : {"{}", "[]", "1", R"({"weightsManifest": 1})", R"([{"paths": ["s"]}])", "[[]]"}) {
    EXPECT_THAT(ErrorOf(json), HasSubstr("no weights manifest")) << json;
    EXPECT_FALSE(IsTfjs(folder_ / "m.json")) << json;
  }
  EXPECT_THAT(ErrorOf(R"([{"paths": "s", "weights": []}])"), HasSubstr("paths"));
  EXPECT_THAT(ErrorOf(R"([{"paths": [], "weights": {}}])"), HasSubstr("weights"));
  EXPECT_THAT(ErrorOf(R"([{"paths": ["s"], "weights": [1]}])"), HasSubstr("no name"));
  EXPECT_THAT(ErrorOf(R"([{"paths": ["s"], "weights": [{"shape": [], "dtype": "float32"}]}])"), HasSubstr("no name"));
}

TEST_F(Tfjs, RefusesDamagedTensorsByName) {
  EXPECT_EQ(ErrorOfTensor(R"("shape": [1], "dtype": "float32")"), "");
  const struct {
    const char* entries;
    const char* message;
  } kCases[] = {
      {R"("shape": [1])", "dtype none"},
      {R"("shape": [1], "dtype": "string")", "dtype string"},
      {R"("dtype": "float32")", "shape"},
      {R"("shape": [-1], "dtype": "float32")", "shape"},
      {R"("shape": [1.5], "dtype": "float32")", "shape"},
      {R"("shape": ["1"], "dtype": "float32")", "shape"},
      {R"("shape": [4294967296, 4294967296], "dtype": "float32")", "overflows"},
      {R"("shape": [4], "dtype": "float32", "quantization": 1)", "quantised"},
      {R"("shape": [4], "dtype": "float32", "quantization": {"dtype": "int4"})", "quantised as int4"},
      {R"("shape": [2], "dtype": "int32", "quantization": {"dtype": "float16"})", "quantised as float16"},
      {R"("shape": [4], "dtype": "bool", "quantization": {"dtype": "uint8"})", "quantised"},
      {R"("shape": [4], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 1})", "scale or min"},
      {R"("shape": [4], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": "1", "min": 0})", "scale"},
      {R"("shape": [4], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 1e38, "min": 0})", "range"},
      {R"("shape": [4], "dtype": "int32", "quantization": {"dtype": "uint8", "scale": 1e9, "min": 0})", "range"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(ErrorOfTensor(test.entries), AllOf(HasSubstr("tensor t: "), HasSubstr(test.message))) << test.entries;
  }
  EXPECT_THAT(ErrorOf(R"([{"paths": ["s"], "weights": [{"name": "t", "shape": [1], "dtype": "float32"},
                                                       {"name": "t", "shape": [0], "dtype": "float32"}]}])"),
              HasSubstr("tensor t: is listed twice"));
}

TEST_F(Tfjs, RefusesShardsThatAreMissingOrOfTheWrongSize) {
  const auto manifest = [](const std::string& paths) {
    return R"([{"paths": [)" + paths + R"(], "weights": [{"name": "t", "shape": [2], "dtype": "int32"}]}])";
  };
  EXPECT_THAT(ErrorOf(manifest(R"("none")")), HasSubstr("none: cannot be read"));
  EXPECT_THAT(ErrorOf(manifest(R"("s")"), {{"s", "1234567"}}), AllOf(HasSubstr("7 bytes"), HasSubstr("need 8")));
  EXPECT_THAT(ErrorOf(manifest(R"("s")"), {{"s", "123456789"}}), HasSubstr("9 bytes"));
  EXPECT_THAT(ErrorOf(manifest(R"("s", "s2")"), {{"s", "12345"}, {"s2", "6789"}}), HasSubstr("s2: 4 bytes"));
  EXPECT_THAT(ErrorOf(manifest(R"("s", "./s")"), {{"s", "1234"}}), HasSubstr("listed twice"));
  EXPECT_THAT(ErrorOf(manifest("\"\"")), HasSubstr("not a path"));
  std::filesystem::create_directory(folder_ / "folder");
  EXPECT_THAT(ErrorOf(manifest(R"("folder")")), HasSubstr("not a file"));
}

TEST_F(Tfjs, RefusesShardsOutsideOfTheFolder) {
  const tests::TemporaryFolder elsewhere;
  tests::WriteFile(elsewhere / "secret", "12345678");
  for (const std::string& path :
       {(elsewhere / "secret").string(), "../" + elsewhere.path().filename().string() + "/secret",
        std::string("a/../../x"), std::string(".."), std::string("a\\u0000b")}) {
    EXPECT_THAT(
        ErrorOf(R"([{"paths": [")" + path + R"("], "weights": [{"name": "t", "shape": [2], "dtype": "int32"}]}])"),
        HasSubstr("not a path of a shard inside the folder"))
        << path;
  }
}

// A tiny file that claims a huge tensor must not make the reader allocate it.
TEST_F(Tfjs, AHugeClaimedTensorAllocatesNothing) {
  EXPECT_THAT(ErrorOfTensor(R"("shape": [1099511627776], "dtype": "float32")"), HasSubstr("need 4398046511104"));
}

TEST_F(Tfjs, IsTfjsTellsOtherFilesApart) {
  EXPECT_FALSE(IsTfjs(folder_ / "none.json"));
  EXPECT_FALSE(IsTfjs(folder_.path()));
  for (const char* other : {"", "\x89PNG", "{\"a\": 1}", "{\"weightsManifest\": [}"}) {
    tests::WriteFile(folder_ / "m.json", other);
    EXPECT_FALSE(IsTfjs(folder_ / "m.json")) << other;
  }
}

}  // namespace
}  // namespace godwit::core

#include "core/weights/safetensors.h"

#include <sys/resource.h>

#include <array>
#include <csignal>
#include <cstring>
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
using testing::IsEmpty;
using testing::Pair;

using Metadata = std::map<std::string, std::string>;

// Keeps what a table points at.
struct Weights {
  std::vector<std::vector<std::byte>> storage;
  WeightTable table;

  void Add(const std::string& name, Dtype dtype, std::vector<std::int64_t> shape) {
    WeightTensor tensor{dtype, std::move(shape), {}};
    std::vector<std::byte> bytes(static_cast<std::size_t>(tensor.Elements()) * SizeOf(dtype));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::byte>(i * 7 + storage.size());
    }
    storage.push_back(std::move(bytes));
    tensor.bytes = storage.back();
    table.emplace(name, tensor);
  }
};

Weights AwkwardWeights() {
  Weights weights;
  weights.storage.reserve(16);
  weights.Add("scalar", Dtype::kF32, {});
  weights.Add("empty", Dtype::kF32, {3, 0, 2});
  weights.Add("odd_bytes", Dtype::kU8, {7});
  weights.Add("negative", Dtype::kI8, {1, 1});
  weights.Add("halves", Dtype::kF16, {5, 3});
  weights.Add("large", Dtype::kF32, {3, 3, 32, 1});
  weights.Add("indices", Dtype::kI64, {3});
  weights.Add("integers", Dtype::kI32, {2, 2, 2, 2});
  weights.Add("a/name with \"quotes\" and \xC3\xA9", Dtype::kF32, {3});
  return weights;
}

std::string Written(const WeightTable& table, const Metadata& metadata = {}) {
  const tests::TemporaryFolder folder;
  const auto written = WriteSafetensors(folder / "x.safetensors", table, metadata);
  EXPECT_TRUE(written) << written.error().message;
  return tests::ReadFile(folder / "x.safetensors");
}

// The error for a file of these bytes; empty where it is read.
std::string ErrorOf(std::string_view bytes) {
  WeightTable tensors;
  Metadata metadata;
  const auto parsed = SafetensorsFile::Parse(std::as_bytes(std::span(bytes)), "x", tensors, metadata);
  if (parsed) {
    for (const auto& [name, tensor] : tensors) {
      EXPECT_EQ(tensor.bytes.size(), static_cast<std::size_t>(tensor.Elements()) * SizeOf(tensor.dtype)) << name;
      EXPECT_GE(tensor.bytes.data(), reinterpret_cast<const std::byte*>(bytes.data()));
      EXPECT_LE(tensor.bytes.data() + tensor.bytes.size(),
                reinterpret_cast<const std::byte*>(bytes.data() + bytes.size()));
    }
    return "";
  }
  EXPECT_EQ(parsed.error().kind, ErrorKind::kModel);
  EXPECT_THAT(parsed.error().message, AllOf(testing::StartsWith("x: "), testing::Not(HasSubstr("\n"))));
  return parsed.error().message;
}

// A file of this header and so many bytes of data.
std::string File(const std::string& header, std::size_t data_bytes) {
  std::string bytes(8, '\0');
  const std::uint64_t size = header.size();
  std::memcpy(bytes.data(), &size, 8);
  return bytes + header + std::string(data_bytes, 'x');
}

TEST(Safetensors, RoundTrip) {
  const Weights weights = AwkwardWeights();
  const Metadata metadata{{"godwit", "{\"a\": 1}"}, {"note", "two\nlines"}};
  const tests::TemporaryFolder folder;
  const auto written = WriteSafetensors(folder / "x.safetensors", weights.table, metadata);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_THAT(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "no temporary file is left";

  auto opened = SafetensorsFile::Open(folder / "x.safetensors");
  ASSERT_TRUE(opened) << opened.error().message;
  const SafetensorsFile file = std::move(*opened);
  EXPECT_EQ(file.metadata(), metadata);
  ASSERT_EQ(file.tensors().size(), weights.table.size());
  EXPECT_EQ(Sha256(file.tensors()), Sha256(weights.table));
}

TEST(Safetensors, AnEmptyTableIsAFile) {
  const std::string bytes = Written({});
  EXPECT_EQ(bytes.size() % 64, 0U);
  EXPECT_EQ(ErrorOf(bytes), "");
}

TEST(Safetensors, AlignsTheDataAndEveryTensor) {
  const std::string bytes = Written(AwkwardWeights().table, {{"key", "value"}});
  std::uint64_t header_bytes = 0;
  std::memcpy(&header_bytes, bytes.data(), 8);
  EXPECT_EQ((8 + header_bytes) % 64, 0U);
  WeightTable tensors;
  Metadata metadata;
  ASSERT_TRUE(SafetensorsFile::Parse(std::as_bytes(std::span(bytes)), "x", tensors, metadata));
  const auto* const data = reinterpret_cast<const std::byte*>(bytes.data() + 8 + header_bytes);
  for (const auto& [name, tensor] : tensors) {
    const auto offset = static_cast<std::size_t>(tensor.bytes.data() - data);
    EXPECT_EQ(offset % SizeOf(tensor.dtype), 0U) << name;
    if (tensor.bytes.size() % 64 == 0) {
      EXPECT_EQ(offset % 64, 0U) << name;
    }
  }
}

TEST(Safetensors, MovedFilesKeepTheirBytes) {
  const Weights weights = AwkwardWeights();
  const tests::TemporaryFolder folder;
  ASSERT_TRUE(WriteSafetensors(folder / "a", weights.table, {}));
  ASSERT_TRUE(WriteSafetensors(folder / "b", {}, {{"only", "metadata"}}));
  auto a = SafetensorsFile::Open(folder / "a");
  auto b = SafetensorsFile::Open(folder / "b");
  ASSERT_TRUE(a && b);
  *b = std::move(*a);
  EXPECT_EQ(Sha256(b->tensors()), Sha256(weights.table));
  EXPECT_THAT(b->metadata(), IsEmpty());
}

TEST(Safetensors, CutShortAnywhereIsAnError) {
  const std::string bytes = Written(AwkwardWeights().table, {{"key", "value"}});
  ASSERT_EQ(ErrorOf(bytes), "");
  for (std::size_t i = 0; i < 200; ++i) {
    const std::size_t length = i < 100 ? i : i * bytes.size() / 200;
    EXPECT_NE(ErrorOf(bytes.substr(0, length)), "") << length;
  }
  EXPECT_NE(ErrorOf(bytes.substr(0, bytes.size() - 1)), "");
  EXPECT_NE(ErrorOf(bytes + "x"), "");
}

TEST(Safetensors, EveryFlippedBitOfTheHeaderIsAnErrorOrAnotherValidTable) {
  Weights weights;
  weights.storage.reserve(2);
  weights.Add("a", Dtype::kF32, {2, 8});
  weights.Add("b", Dtype::kU8, {5});
  const std::string bytes = Written(weights.table, {{"k", "v"}});
  std::uint64_t header_bytes = 0;
  std::memcpy(&header_bytes, bytes.data(), 8);
  int errors = 0;
  for (std::size_t bit = 0; bit < (8 + header_bytes) * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    errors += ErrorOf(damaged).empty() ? 0 : 1;
  }
  EXPECT_GT(errors, 800);
}

TEST(Safetensors, RefusesHeadersThatLie) {
  const std::string tail = R"(, "data_offsets": [0, 4]}})";
  EXPECT_EQ(ErrorOf(File(R"({"t": {"dtype": "U8", "shape": [4])" + tail, 4)), "");
  const struct {
    const char* header;
    std::size_t data_bytes;
    const char* message;
  } kCases[] = {
      {R"([])", 0, "no JSON object"},
      {R"( {})", 0, "no JSON object"},
      {R"({"t": 1})", 0, "tensor t"},
      {R"({"t": {"dtype": "U8", "shape": [4]}})", 4, "needs exactly"},
      {R"({"t": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4], "more": 1}})", 4, "needs exactly"},
      {R"({"t": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}})", 4, "dtype BF16"},
      {R"({"t": {"dtype": 3, "shape": [2], "data_offsets": [0, 4]}})", 4, "dtype"},
      {R"({"t": {"dtype": "U8", "shape": [-4], "data_offsets": [0, 4]}})", 4, "shape"},
      {R"({"t": {"dtype": "U8", "shape": [4.0], "data_offsets": [0, 4]}})", 4, "shape"},
      {R"({"t": {"dtype": "U8", "shape": [18446744073709551615], "data_offsets": [0, 4]}})", 4, "shape"},
      {R"({"t": {"dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 0]}})", 0, "shape"},
      {R"({"t": {"dtype": "U8", "shape": 4, "data_offsets": [0, 4]}})", 4, "shape"},
      {R"({"t": {"dtype": "U8", "shape": [5], "data_offsets": [0, 4]}})", 4, "do not fit shape [5]"},
      {R"({"t": {"dtype": "U8", "shape": [4], "data_offsets": [0]}})", 4, "data_offsets"},
      {R"({"t": {"dtype": "U8", "shape": [4], "data_offsets": [4, 0]}})", 4, "outside"},
      {R"({"t": {"dtype": "U8", "shape": [8], "data_offsets": [0, 8]}})", 4, "outside"},
      {R"({"t": {"dtype": "U8", "shape": [4], "data_offsets": [1, 5]}})", 5, "starts at 1"},
      {R"({"t": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]}})", 5, "1 bytes behind"},
      {R"({"t": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]},
           "u": {"dtype": "U8", "shape": [4], "data_offsets": [2, 6]}})",
       6, "tensor u"},
      {R"({"t": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]},
           "t": {"dtype": "U8", "shape": [4], "data_offsets": [4, 8]}})",
       8, "twice"},
      {R"({"__metadata__": {"a": 1}})", 0, "metadata entry a"},
      {R"({"__metadata__": "a"})", 0, "metadata"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(ErrorOf(File(test.header, test.data_bytes)), HasSubstr(test.message)) << test.header;
  }
}

TEST(Safetensors, AHugeHeaderLengthAllocatesNothing) {
  for (const std::uint64_t length :
       {std::uint64_t{100}, std::uint64_t{1} << 40, ~std::uint64_t{0}, ~std::uint64_t{7}}) {
    std::string bytes(64, ' ');
    std::memcpy(bytes.data(), &length, 8);
    EXPECT_THAT(ErrorOf(bytes), HasSubstr("cut short")) << length;
  }
}

TEST(Safetensors, OpenNamesThePathThatCannotBeRead) {
  const tests::TemporaryFolder folder;
  tests::WriteFile(folder / "empty.safetensors", "");
  for (const auto& path : {folder / "none.safetensors", folder / "empty.safetensors", folder.path()}) {
    const auto opened = SafetensorsFile::Open(path);
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message, testing::StartsWith(path.string() + ": "));
  }
}

TEST(Safetensors, WriteToAFolderThatIsAFileIsAnError) {
  const tests::TemporaryFolder folder;
  tests::WriteFile(folder / "file", "");
  const auto written = WriteSafetensors(folder / "file/x.safetensors", {}, {});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::kInput);
  EXPECT_THAT(written.error().message, HasSubstr("x.safetensors"));
}

TEST(Safetensors, TextThatIsNotUtf8CannotBeWritten) {
  const tests::TemporaryFolder folder;
  const auto written = WriteSafetensors(folder / "x.safetensors", {}, {{"label", "\xFF"}});
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr("UTF-8"));
  EXPECT_FALSE(std::filesystem::exists(folder / "x.safetensors"));
}

// A limit on file sizes stands in for a full disk.
[[noreturn]] void WriteOnAFullDisk(const std::filesystem::path& path, const WeightTable& table) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{4096, 4096};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  std::_Exit(WriteSafetensors(path, table, {}) ? 1 : 0);
}

TEST(SafetensorsDeathTest, AFullDiskKeepsTheOldFileAndLeavesNothingElse) {
  GTEST_FLAG_SET(death_test_style, "fast");
  const tests::TemporaryFolder folder;
  tests::WriteFile(folder / "x.safetensors", "old");
  Weights weights;
  weights.Add("a", Dtype::kF32, {256, 256});
  EXPECT_EXIT(WriteOnAFullDisk(folder / "x.safetensors", weights.table), testing::ExitedWithCode(0), "");
  EXPECT_EQ(tests::ReadFile(folder / "x.safetensors"), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

}  // namespace
}  // namespace godwit::core

// On files that h5py writes: data/make_keras_h5.py.
#include "core/weights/keras_h5.h"

#include <string>

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

const std::filesystem::path kData = "tests/weights/data";

std::vector<std::byte> BytesOf(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

// The error for a file of the data folder.
std::string ErrorOf(const std::string& name) {
  const auto read = ReadKerasH5(kData / name);
  if (read) {
    return "";
  }
  EXPECT_EQ(read.error().kind, ErrorKind::kModel);
  EXPECT_THAT(read.error().message, AllOf(StartsWith((kData / name).string() + ": "), Not(HasSubstr("\n"))));
  return read.error().message;
}

void ExpectEighths(const KerasWeights& weights, const std::string& name, const std::vector<std::int64_t>& shape) {
  ASSERT_TRUE(weights.tensors.contains(name)) << name;
  const WeightTensor& tensor = weights.tensors.find(name)->second;
  EXPECT_EQ(tensor.shape, shape) << name;
  const std::vector<float> values = ToFloats(tensor);
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(values[i], static_cast<float>(i) / 8) << name;
  }
}

TEST(KerasH5, ReadsAWholeModelOfEveryFloatType) {
  const auto weights = ReadKerasH5(kData / "keras_model.h5");
  ASSERT_TRUE(weights) << weights.error().message;
  EXPECT_THAT(weights->tensors, SizeIs(4));
  ExpectEighths(*weights, "conv1/kernel", {3, 3, 1, 2});
  ExpectEighths(*weights, "conv1/bias", {2});
  ExpectEighths(*weights, "inner_bn/gamma", {5});
  EXPECT_EQ(weights->tensors.find("inner_bn/gamma")->second.dtype, Dtype::kF16);
  EXPECT_THAT(weights->tensors.find("inner_bn/scalar")->second.shape, ElementsAre());
  EXPECT_EQ(ToFloats(weights->tensors.find("inner_bn/scalar")->second), std::vector<float>{0.125F});
  EXPECT_EQ(weights->topology["model_config"]["class_name"], "Functional");
}

TEST(KerasH5, ReadsWeightsAlone) {
  const auto weights = ReadKerasH5(kData / "weights.h5");
  ASSERT_TRUE(weights) << weights.error().message;
  EXPECT_THAT(weights->tensors, SizeIs(1));
  ExpectEighths(*weights, "conv1/kernel", {2, 3});
  EXPECT_TRUE(weights->topology.is_null());
}

TEST(KerasH5, WhatIsNotReadIsNamed) {
  EXPECT_THAT(ErrorOf("latest.h5"), HasSubstr("libver='latest'"));
  EXPECT_THAT(ErrorOf("compressed.h5"), HasSubstr("'conv1/conv1/kernel:0' is compressed"));
  EXPECT_THAT(ErrorOf("integers.h5"), HasSubstr("'conv1/conv1/kernel:0' does not hold little-endian floats"));
  EXPECT_THAT(ErrorOf("big_endian.h5"), HasSubstr("'conv1/conv1/kernel:0' does not hold little-endian floats"));
  EXPECT_THAT(ErrorOf("external_data.h5"), HasSubstr("'conv1/conv1/kernel:0' is compressed, in chunks or in another"));
  EXPECT_THAT(ErrorOf("external_link.h5"), HasSubstr("links to other files"));
  EXPECT_THAT(ErrorOf("soft_link.h5"), HasSubstr("'conv1/conv1/kernel:0' is missing"));
  EXPECT_THAT(ErrorOf("empty.h5"), HasSubstr("dataset 'conv1/conv1/kernel:0'"));
  EXPECT_THAT(ErrorOf("twice.h5"), HasSubstr("'conv1/kernel' is listed twice"));
  EXPECT_THAT(ErrorOf("missing.h5"), HasSubstr("'conv1/conv1/kernel:0' is missing"));
  EXPECT_THAT(ErrorOf("not_keras.h5"), HasSubstr("no 'layer_names'"));
  EXPECT_THAT(ErrorOf("none.h5"), HasSubstr("cannot be read"));
}

TEST(KerasH5, IsToldByItsSignature) {
  const tests::TemporaryFolder folder;
  EXPECT_TRUE(IsHdf5(kData / "weights.h5"));
  tests::WriteFile(folder / "short", "\x89HDF\r\n");
  EXPECT_FALSE(IsHdf5(folder / "short"));
  EXPECT_FALSE(IsHdf5(folder / "none"));
  const auto parsed = ParseKerasH5(BytesOf("PK\x03\x04"), "file");
  ASSERT_FALSE(parsed);
  EXPECT_THAT(parsed.error().message, HasSubstr("is not an HDF5 file"));
}

// However a file is cut off or damaged, it gives sound tensors or an error that names it.
void ExpectSoundOrRefused(const std::string& bytes) {
  const auto weights = ParseKerasH5(BytesOf(bytes), "file");
  if (!weights) {
    EXPECT_THAT(weights.error().message, AllOf(StartsWith("file: "), Not(HasSubstr("\n"))));
    return;
  }
  for (const auto& [name, tensor] : weights->tensors) {
    EXPECT_EQ(ToFloats(tensor).size(), static_cast<std::size_t>(tensor.Elements()));
  }
}

TEST(KerasH5, EveryTruncationIsRefused) {
  const std::string bytes = tests::ReadFile(kData / "keras_model.h5");
  for (std::size_t size = 0; size < bytes.size(); size += size < 200 ? 1 : 37) {
    const auto weights = ParseKerasH5(BytesOf(bytes.substr(0, size)), "file");
    if (weights) {  // what is cut off is beyond all that is read
      EXPECT_THAT(weights->tensors, SizeIs(4));
    }
  }
  EXPECT_FALSE(ParseKerasH5(BytesOf(bytes.substr(0, bytes.size() / 2)), "file"));
}

TEST(KerasH5, EveryByteMayBeWrong) {
  for (const char* name : {"keras_model.h5", "weights.h5"}) {
    const std::string bytes = tests::ReadFile(kData / name);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      for (const int flip : {0x01, 0x80, 0xFF}) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ flip);
        if (bytes[at] != 0 || at % 8 == 0) {  // most of a file is zeros
          ExpectSoundOrRefused(damaged);
        }
      }
    }
  }
}

}  // namespace
}  // namespace godwit::core

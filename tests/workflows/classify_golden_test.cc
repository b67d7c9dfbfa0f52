// Keras' MobileNet V1 of alpha 0.25 in TensorFlow.js' format against reference outputs of the same weights (a float64
// evaluation, checked against TensorFlow.js): logits within 1e-3, as its README asks.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/image/decode.h"
#include "core/model/network.h"
#include "core/weights/safetensors.h"
#include "recognition/classifier.h"
#include "tests/support/npy.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_data.h"
#include "workflows/models.h"

namespace godwit::workflows {
namespace {

constexpr const char* kWeights = "data/weights/mobilenet_v1_0.25_224_tfjs/mobilenet_model.json";
constexpr const char* kGolden = "golden/mobilenet_v1_025_224/";

class ClassifyGolden : public testing::TestWithParam<const char*> {};

TEST_P(ClassifyGolden, LogitsAgreeWithTheReference) {
  GODWIT_REQUIRE_TEST_DATA(kWeights);
  GODWIT_REQUIRE_TEST_DATA(kGolden);
  const tests::TemporaryFolder folder;
  const auto imported = ImportModel(folder.path(), {.file = tests::TestData(kWeights), .id = "keras"});
  ASSERT_TRUE(imported) << imported.error().message;
  const auto model = FindModel(folder.path(), "keras");
  const auto classifier = recognition::Classifier::Load(*model);
  ASSERT_TRUE(classifier) << classifier.error().message;
  const auto photo = core::DecodeImage(tests::TestData(std::string("golden/images/") + GetParam() + ".png"));
  ASSERT_TRUE(photo);

  // The classifier's network ends in a softmax: tap what goes into it.
  core::Graph graph = classifier->network().graph();
  graph.taps = {graph.Find("logits"), graph.Find("softmax")};
  const auto file = core::SafetensorsFile::Open(*model);
  const auto network = core::Network::Create(graph, file->tensors(), "file");
  ASSERT_TRUE(network) << network.error().message;
  const core::ThreadPool pool(2);
  core::Workspace workspace;
  network->Prepare(workspace, classifier->input_shape(), pool);
  core::Preprocess(photo->image, classifier->card().preprocessing, workspace.input(), pool);
  network->Run(workspace, pool);
  const auto values = [&](std::size_t tap) {
    const float* begin = workspace.Tap(tap).data();
    return std::vector<float>(begin, begin + workspace.Tap(tap).shape().c);
  };
  const std::string golden = std::string(kGolden) + GetParam();
  EXPECT_THAT(values(0), testing::Pointwise(testing::FloatNear(1e-3F),
                                            tests::ReadNpy<float>(tests::TestData(golden + ".logits.npy")).values));
  EXPECT_THAT(values(1), testing::Pointwise(testing::FloatNear(1e-4F),
                                            tests::ReadNpy<float>(tests::TestData(golden + ".prob.npy")).values));
}

INSTANTIATE_TEST_SUITE_P(Photos, ClassifyGolden, testing::Values("cat", "coffee", "hopper", "motorcycle"),
                         [](const auto& photo) { return std::string(photo.param); });

}  // namespace
}  // namespace godwit::workflows

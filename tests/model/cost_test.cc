// Costs against the tables of the paper, which print millions of multiply-adds rounded to whole numbers and millions of
// parameters rounded to the digits shown.
#include "core/model/cost.h"

#include <gtest/gtest.h>

#include "core/model/mobilenet.h"

namespace godwit::core {
namespace {

struct PaperRow {
  const char* name;
  MobileNetV1Options options;
  int input;
  double mega_multiply_adds;
  double multiply_adds_precision;
  double mega_parameters;
  double parameters_precision;
};

class PaperCost : public testing::TestWithParam<PaperRow> {};

TEST_P(PaperCost, IsRecomputed) {
  const PaperRow& row = GetParam();
  MobileNetV1Options options = row.options;
  options.classes = 1000;
  const Cost cost = TotalCost(MobileNetV1(options), {1, row.input, row.input, 3});
  EXPECT_NEAR(static_cast<double>(cost.multiply_adds) / 1e6, row.mega_multiply_adds, row.multiply_adds_precision);
  EXPECT_NEAR(static_cast<double>(cost.parameters) / 1e6, row.mega_parameters, row.parameters_precision);
}

// The paper rounds some figures and cuts off others, so a whole digit is allowed. Its Conv MobileNet leaves out the
// fully connected layer's 1.024 M multiply-adds, which the others have.
INSTANTIATE_TEST_SUITE_P(Tables4To7, PaperCost,
                         testing::Values(PaperRow{"Conv", {.dense = true}, 224, 4866 + 1.024, 1, 29.3, 0.1},
                                         PaperRow{"Full", {}, 224, 569, 1, 4.2, 0.1},
                                         PaperRow{"Alpha075", {.alpha = 0.75}, 224, 325, 1, 2.6, 0.1},
                                         PaperRow{"Shallow", {.shallow = true}, 224, 307, 1, 2.9, 0.1},
                                         PaperRow{"Alpha05", {.alpha = 0.5}, 224, 149, 1, 1.3, 0.1},
                                         PaperRow{"Alpha025", {.alpha = 0.25}, 224, 41, 1, 0.5, 0.1},
                                         PaperRow{"Input192", {}, 192, 418, 1, 4.2, 0.1},
                                         PaperRow{"Input160", {}, 160, 290, 1, 4.2, 0.1},
                                         PaperRow{"Input128", {}, 128, 186, 1, 4.2, 0.1},
                                         PaperRow{"Alpha05Input160", {.alpha = 0.5}, 160, 76, 1, 1.32, 0.02}),
                         [](const auto& row) { return row.param.name; });

TEST(Cost, TotalOfTheFullNetworkIsExact) {
  const Cost cost = TotalCost(MobileNetV1({.classes = 1000}), {1, 224, 224, 3});
  EXPECT_EQ(cost.multiply_adds, 568'740'352);
  EXPECT_EQ(cost.parameters, 4'209'088);
}

TEST(Cost, SharesByKindAreThoseOfTable2) {
  const Graph graph = MobileNetV1({.classes = 1000});
  const std::vector<Cost> costs = LayerCosts(graph, {1, 224, 224, 3});
  const Cost total = TotalCost(graph, {1, 224, 224, 3});
  const auto share = [&](std::string_view kind) {
    Cost sum;
    for (std::size_t i = 0; i < costs.size(); ++i) {
      if (Name(graph.layers[i].kind) == kind) {
        sum += costs[i];
      }
    }
    return std::pair(100.0 * static_cast<double>(sum.multiply_adds) / static_cast<double>(total.multiply_adds),
                     100.0 * static_cast<double>(sum.parameters) / static_cast<double>(total.parameters));
  };
  const auto [pointwise_madds, pointwise_parameters] = share("pointwise");
  EXPECT_NEAR(pointwise_madds, 94.86, 0.01);
  EXPECT_NEAR(pointwise_parameters, 74.59, 0.01);
  const auto [depthwise_madds, depthwise_parameters] = share("depthwise");
  EXPECT_NEAR(depthwise_madds, 3.06, 0.01);
  EXPECT_NEAR(depthwise_parameters, 1.06, 0.01);
  const auto [conv_madds, conv_parameters] = share("conv");
  EXPECT_NEAR(conv_madds, 1.91, 0.01);  // the paper misprints 1.19
  EXPECT_NEAR(conv_parameters, 0.02, 0.01);
  const auto [linear_madds, linear_parameters] = share("linear");
  EXPECT_NEAR(linear_madds, 0.18, 0.01);
  EXPECT_NEAR(linear_parameters, 24.33, 0.01);
}

TEST(Cost, OneLayerIsThatOfTable3) {
  const Shape input{1, 14, 14, 512};
  Graph dense{.input_channels = 512};
  dense.Add({"conv", ConvLayer{.kernel = 3, .stride = 1, .out = 512}});
  EXPECT_EQ(TotalCost(dense, input).multiply_adds, 462'422'016);
  EXPECT_EQ(TotalCost(dense, input).parameters, 2'359'296);

  const auto separable = [](int channels, int side) {
    Graph graph{.input_channels = channels};
    const int depthwise = graph.Add({"depthwise", DepthwiseLayer{1}});
    graph.Add({"pointwise", PointwiseLayer{channels}, Activation::kNone, depthwise});
    return TotalCost(graph, {1, side, side, channels});
  };
  EXPECT_NEAR(static_cast<double>(separable(512, 14).multiply_adds) / 1e6, 52.3, 0.05);
  EXPECT_NEAR(static_cast<double>(separable(384, 14).multiply_adds) / 1e6, 29.6, 0.05);
  EXPECT_NEAR(static_cast<double>(separable(384, 10).multiply_adds) / 1e6, 15.1, 0.05);
}

}  // namespace
}  // namespace godwit::core

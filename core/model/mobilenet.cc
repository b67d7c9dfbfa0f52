#include "core/model/mobilenet.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

namespace godwit::core {
namespace {

void CheckAlpha(double alpha) { Check(alpha > 0 && alpha <= 1, "the width multiplier alpha is in (0, 1]"); }

void AddClassifier(Graph& graph, int input, int classes, bool softmax) {
  if (classes > 0) {
    input = graph.Add({.name = "pool", .kind = GlobalAveragePoolLayer{}, .input = input});
    input = graph.Add({.name = "logits", .kind = LinearLayer{classes}, .input = input});
    if (softmax) {
      input = graph.Add({.name = "softmax", .kind = SoftmaxLayer{}, .input = input});
    }
  }
  graph.taps = {input};
}

// How V1 scales channels: slim's depth(d) = max(int(d * alpha), 8).
int ScaledV1(int channels, double alpha) { return std::max(8, static_cast<int>(channels * alpha)); }

// How V2 scales channels: to the nearest multiple of 8, but not more than 10 percent down.
int ScaledV2(int channels, double alpha) {
  const double wanted = channels * alpha;
  const int rounded = std::max(8, static_cast<int>(wanted + 4) / 8 * 8);
  return rounded < 0.9 * wanted ? rounded + 8 : rounded;
}

}  // namespace

Graph MobileNetV1(const MobileNetV1Options& options) {
  CheckAlpha(options.alpha);
  struct Block {
    int out;
    int stride;
    bool in_shallow;
  };
  static constexpr std::array<Block, 13> kBlocks{{{64, 1, true},
                                                  {128, 2, true},
                                                  {128, 1, true},
                                                  {256, 2, true},
                                                  {256, 1, true},
                                                  {512, 2, true},
                                                  {512, 1, false},
                                                  {512, 1, false},
                                                  {512, 1, false},
                                                  {512, 1, false},
                                                  {512, 1, false},
                                                  {1024, 2, true},
                                                  {1024, 1, true}}};
  Graph graph;
  const Activation act = options.activation;
  int last = graph.Add(
      {"conv_0", ConvLayer{.kernel = 3, .stride = 2, .out = ScaledV1(32, options.alpha), .padding = options.padding},
       act});
  int number = 0;
  for (const Block& block : kBlocks) {
    if (options.shallow && !block.in_shallow) {
      continue;
    }
    const std::string name = fmt::format("conv_{}", ++number);
    const int out = ScaledV1(block.out, options.alpha);
    if (options.dense) {
      last = graph.Add(
          {name, ConvLayer{.kernel = 3, .stride = block.stride, .out = out, .padding = options.padding}, act, last});
    } else {
      last = graph.Add({name + "/depthwise", DepthwiseLayer{block.stride, options.padding}, act, last});
      last = graph.Add({name + "/pointwise", PointwiseLayer{out}, act, last});
    }
  }
  AddClassifier(graph, last, options.classes, options.softmax);
  return graph;
}

Graph MobileNetV2(const MobileNetV2Options& options) {
  CheckAlpha(options.alpha);
  struct Stage {
    int expansion;
    int out;
    int blocks;
    int stride;
  };
  static constexpr std::array<Stage, 7> kStages{
      {{1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}}};
  constexpr Activation kAct = Activation::kRelu6;
  Graph graph;
  int channels = ScaledV2(32, options.alpha);
  int last =
      graph.Add({"conv_0", ConvLayer{.kernel = 3, .stride = 2, .out = channels, .padding = options.padding}, kAct});
  int number = 0;
  for (const Stage& stage : kStages) {
    const int out = ScaledV2(stage.out, options.alpha);
    for (int block = 0; block < stage.blocks; ++block) {
      const std::string name = fmt::format("block_{}", number++);
      const int stride = block == 0 ? stage.stride : 1;
      const int block_input = last;
      if (stage.expansion > 1) {
        last = graph.Add({name + "/expand", PointwiseLayer{channels * stage.expansion}, kAct, last});
      }
      last = graph.Add({name + "/depthwise", DepthwiseLayer{stride, options.padding}, kAct, last});
      const bool adds_input = stride == 1 && channels == out;
      last = graph.Add({.name = name + "/project",
                        .kind = PointwiseLayer{out},
                        .input = last,
                        .residual = adds_input ? block_input : kNoLayer});
      channels = out;
    }
  }
  // Published narrow models keep all 1280 features.
  last = graph.Add({"conv_last", PointwiseLayer{1280}, kAct, last});
  AddClassifier(graph, last, options.classes, options.softmax);
  return graph;
}

}  // namespace godwit::core

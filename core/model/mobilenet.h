// The MobileNet backbones as lists of layers.
#pragma once

#include "core/model/graph.h"

namespace godwit::core {

// MobileNet V1 (paper Table 1): `conv_0` (3x3, stride 2), then for i = 1..13 `conv_<i>/depthwise` and
// `conv_<i>/pointwise`, each followed by batch norm and `activation`; with classes > 0 also `pool`, `logits` and, where
// asked for, `softmax`. The last depthwise layer has stride 1 (Table 1 misprints 2). Taps: the last layer.
struct MobileNetV1Options {
  double alpha = 1.0;  // width multiplier, in (0, 1]: every layer has max(8, floor(alpha * channels)) channels
  int classes = 0;     // 0: backbone only
  bool softmax = false;
  Activation activation = Activation::kRelu6;
  Padding padding = Padding::kSame;  // of the 3x3 convolutions
  bool dense = false;    // the paper's Conv MobileNet: each pair is one dense 3x3 convolution `conv_<i>` (Table 4)
  bool shallow = false;  // without the five 14x14x512 blocks (Table 5): i = 1..8
};
Graph MobileNetV1(const MobileNetV1Options& options);

// MobileNet V2, whose inverted residuals published COCO weights need: `conv_0`, blocks `block_<i>/expand` (not for
// i = 0), `block_<i>/depthwise`, `block_<i>/project` (linear; adds the block's input where shapes agree), i = 0..16,
// then `conv_last` (1x1, 1280 channels) and the classifier as above. Taps: the last layer.
struct MobileNetV2Options {
  double alpha = 1.0;  // in (0, 1]: channels are rounded to multiples of 8, never below 90 percent of alpha * channels
  int classes = 0;
  bool softmax = false;
  Padding padding = Padding::kSame;  // of the 3x3 convolutions
};
Graph MobileNetV2(const MobileNetV2Options& options);

}  // namespace godwit::core

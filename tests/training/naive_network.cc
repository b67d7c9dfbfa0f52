#include "tests/training/naive_network.h"

#include <algorithm>
#include <cmath>

#include "core/ops/conv.h"

namespace godwit::training {
namespace {

template <typename Body>
void ForEach(const core::Shape& shape, const Body& body) {
  for (std::int64_t n = 0; n < shape.n; ++n) {
    for (std::int64_t y = 0; y < shape.h; ++y) {
      for (std::int64_t x = 0; x < shape.w; ++x) {
        for (std::int64_t c = 0; c < shape.c; ++c) {
          body(n, y, x, c);
        }
      }
    }
  }
}

DoubleTensor Mean(const DoubleTensor& in) {
  DoubleTensor out = MakeDoubleTensor({in.shape.n, 1, 1, in.shape.c});
  ForEach(in.shape, [&](auto n, auto y, auto x, auto c) {
    out.At(n, 0, 0, c) += in.At(n, y, x, c) / static_cast<double>(in.shape.h * in.shape.w);
  });
  return out;
}

}  // namespace

DoubleTensor MakeDoubleTensor(const core::Shape& shape) {
  return {shape, std::vector<double>(static_cast<std::size_t>(shape.Elements()), 0.0)};
}

DoubleTensor NaiveConv(const DoubleTensor& in, const std::vector<double>& weights, std::int64_t kernel,
                       std::int64_t stride, core::Padding padding, std::int64_t out, bool depthwise) {
  const core::Shape& shape = in.shape;
  const std::int64_t top = core::PaddingBefore(padding, shape.h, kernel, stride);
  const std::int64_t left = core::PaddingBefore(padding, shape.w, kernel, stride);
  DoubleTensor result = MakeDoubleTensor(
      {shape.n, (shape.h + stride - 1) / stride, (shape.w + stride - 1) / stride, depthwise ? shape.c : out});
  ForEach(result.shape, [&](auto n, auto y, auto x, auto c) {
    double& sum = result.At(n, y, x, c);
    for (std::int64_t tap = 0; tap < kernel * kernel; ++tap) {
      const std::int64_t row = y * stride - top + tap / kernel;
      const std::int64_t column = x * stride - left + tap % kernel;
      if (row < 0 || row >= shape.h || column < 0 || column >= shape.w) {
        continue;
      }
      if (depthwise) {
        sum += in.At(n, row, column, c) * weights[static_cast<std::size_t>(tap * shape.c + c)];
        continue;
      }
      for (std::int64_t k = 0; k < shape.c; ++k) {
        sum += in.At(n, row, column, k) * weights[static_cast<std::size_t>((tap * shape.c + k) * out + c)];
      }
    }
  });
  return result;
}

DoubleTensor NaiveBatchNorm(const DoubleTensor& z, const std::vector<double>& gamma, const std::vector<double>& beta) {
  const auto channels = static_cast<std::size_t>(z.shape.c);
  const auto count = static_cast<double>(z.shape.n * z.shape.h * z.shape.w);
  std::vector<double> mean(channels, 0.0);
  std::vector<double> variance(channels, 0.0);
  for (std::size_t i = 0; i < z.values.size(); ++i) {
    mean[i % channels] += z.values[i] / count;
  }
  for (std::size_t i = 0; i < z.values.size(); ++i) {
    variance[i % channels] += std::pow(z.values[i] - mean[i % channels], 2) / count;
  }
  DoubleTensor out = z;
  for (std::size_t i = 0; i < z.values.size(); ++i) {
    const std::size_t c = i % channels;
    out.values[i] = (z.values[i] - mean[c]) / std::sqrt(variance[c] + 0.001F) * gamma[c] + beta[c];
  }
  return out;
}

std::vector<DoubleTensor> NaiveForward(const core::Graph& graph, const DoubleTensor& input,
                                       const DoubleTable& weights) {
  std::vector<DoubleTensor> outputs;
  const std::vector<core::Shape> shapes = core::InferShapes(graph, input.shape);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const core::Layer& layer = graph.layers[i];
    const DoubleTensor& in = layer.input < 0 ? input : outputs[static_cast<std::size_t>(layer.input)];
    if (std::holds_alternative<core::GlobalAveragePoolLayer>(layer.kind)) {
      outputs.push_back(Mean(in));
      continue;
    }
    std::int64_t kernel = 1;
    std::int64_t stride = 1;
    core::Padding padding = core::Padding::kSame;
    const auto* depthwise = std::get_if<core::DepthwiseLayer>(&layer.kind);
    if (const auto* conv = std::get_if<core::ConvLayer>(&layer.kind)) {
      kernel = conv->kernel;
      stride = conv->stride;
      padding = conv->padding;
    } else if (depthwise != nullptr) {
      kernel = 3;
      stride = depthwise->stride;
      padding = depthwise->padding;
    }
    DoubleTensor out =
        NaiveConv(in, weights.at(layer.name + "/weights"), kernel, stride, padding, shapes[i].c, depthwise != nullptr);
    if (weights.contains(layer.name + "/batch_norm/gamma")) {
      out = NaiveBatchNorm(out, weights.at(layer.name + "/batch_norm/gamma"),
                           weights.at(layer.name + "/batch_norm/beta"));
    } else {
      const std::vector<double>& bias = weights.at(layer.name + "/bias");
      for (std::size_t k = 0; k < out.values.size(); ++k) {
        out.values[k] += bias[k % bias.size()];
      }
    }
    for (std::size_t k = 0; k < out.values.size(); ++k) {
      double& value = out.values[k];
      value += layer.residual < 0 ? 0.0 : outputs[static_cast<std::size_t>(layer.residual)].values[k];
      if (layer.activation != core::Activation::kNone) {
        value = std::max(value, 0.0);
      }
      if (layer.activation == core::Activation::kRelu6) {
        value = std::min(value, 6.0);
      }
    }
    outputs.push_back(std::move(out));
  }
  std::vector<DoubleTensor> taps;
  for (const int tap : graph.taps) {
    taps.push_back(outputs[static_cast<std::size_t>(tap)]);
  }
  return taps;
}

}  // namespace godwit::training

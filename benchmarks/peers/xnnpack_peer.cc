// XNNPACK through its subgraph interface, float32, NHWC: xnnpack_peer MODEL(without .txt) THREADS RUNS
#include <pthreadpool.h>
#include <xnnpack.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

namespace {

constexpr int kWarmUp = 10;
constexpr std::uint32_t kInput = 0;
constexpr std::uint32_t kOutput = 1;
constexpr std::size_t kClasses = 1000;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

void Require(bool condition, const char* what) {
  if (!condition) {
    std::fprintf(stderr, "error: %s\n", what);
    std::exit(1);
  }
}

void Require(xnn_status status, const char* what) { Require(status == xnn_status_success, what); }

// Makes the subgraph from the layer list that export_models.py writes.
class Builder {
 public:
  explicit Builder(const std::string& name) : text_(name + ".txt"), data_(name + ".bin", std::ios::binary) {
    Require(text_.good() && data_.good(), "the model is missing; run export_models.py");
    Require(xnn_create_subgraph(2, 0, &subgraph_), "xnn_create_subgraph");
    std::string kind;
    text_ >> kind >> height_;
    side_ = height_;
    last_ = Value({1, side_, side_, 3}, kInput, XNN_VALUE_FLAG_EXTERNAL_INPUT);
    while (text_ >> kind) {
      Add(kind);
    }
  }

  [[nodiscard]] xnn_subgraph_t subgraph() const { return subgraph_; }
  [[nodiscard]] std::size_t side() const { return side_; }

 private:
  std::uint32_t Value(const std::vector<std::size_t>& shape, std::uint32_t external = XNN_INVALID_VALUE_ID,
                      std::uint32_t flags = 0) {
    std::uint32_t id = 0;
    Require(xnn_define_tensor_value(subgraph_, xnn_datatype_fp32, shape.size(), shape.data(), nullptr, external, flags,
                                    &id),
            "xnn_define_tensor_value");
    return id;
  }

  std::uint32_t Weights(const std::vector<std::size_t>& shape) {
    std::size_t count = 1;
    for (const std::size_t extent : shape) {
      count *= extent;
    }
    std::vector<float>& values = weights_.emplace_back(count + XNN_EXTRA_BYTES / sizeof(float));
    data_.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(count * sizeof(float)));
    std::uint32_t id = 0;
    Require(xnn_define_tensor_value(subgraph_, xnn_datatype_fp32, shape.size(), shape.data(), values.data(),
                                    XNN_INVALID_VALUE_ID, 0, &id),
            "xnn_define_tensor_value");
    return id;
  }

  void Add(const std::string& kind) {
    std::size_t in = 0;
    std::size_t out = 0;
    std::uint32_t stride = 1;
    text_ >> in;
    if (kind == "depthwise") {
      out = in;
    } else {
      text_ >> out;
    }
    if (kind == "depthwise" || kind == "conv") {
      text_ >> stride;
    }
    if (kind == "linear") {
      AddClassifier(in, out);
      return;
    }
    height_ = (height_ + stride - 1) / stride;
    const std::uint32_t result = Value({1, height_, height_, out});
    if (kind == "depthwise") {
      const std::uint32_t filter = Weights({1, 3, 3, in});
      const std::uint32_t bias = Weights({in});
      Require(xnn_define_depthwise_convolution_2d(subgraph_, 1, 1, 1, 1, 3, 3, stride, stride, 1, 1, 1, in, 0, 6, last_,
                                                  filter, bias, result, 0),
              "xnn_define_depthwise_convolution_2d");
    } else {
      const std::uint32_t kernel = kind == "conv" ? 3 : 1;
      const std::uint32_t pad = kernel / 2;
      const std::uint32_t filter = Weights({out, kernel, kernel, in});
      const std::uint32_t bias = Weights({out});
      Require(xnn_define_convolution_2d(subgraph_, pad, pad, pad, pad, kernel, kernel, stride, stride, 1, 1, 1, in, out,
                                        0, 6, last_, filter, bias, result, 0),
              "xnn_define_convolution_2d");
    }
    last_ = result;
  }

  void AddClassifier(std::size_t in, std::size_t out) {
    const std::uint32_t mean = Value({1, 1, 1, in});
    const std::uint32_t logits = Value({1, 1, 1, out});
    const std::uint32_t scores = Value({1, 1, 1, out}, kOutput, XNN_VALUE_FLAG_EXTERNAL_OUTPUT);
    const std::uint32_t filter = Weights({out, in});
    const std::uint32_t bias = Weights({out});
    Require(xnn_define_global_average_pooling_2d(subgraph_, -kInfinity, kInfinity, last_, mean, 0),
            "xnn_define_global_average_pooling_2d");
    Require(xnn_define_fully_connected(subgraph_, -kInfinity, kInfinity, mean, filter, bias, logits, 0),
            "xnn_define_fully_connected");
    Require(xnn_define_softmax(subgraph_, logits, scores, 0), "xnn_define_softmax");
  }

  std::ifstream text_, data_;
  xnn_subgraph_t subgraph_ = nullptr;
  std::size_t side_ = 0, height_ = 0;
  std::uint32_t last_ = 0;
  std::deque<std::vector<float>> weights_;  // the subgraph points at them
};

}  // namespace

int main(int argc, char** argv) {
  Require(argc == 4, "usage: xnnpack_peer MODEL THREADS RUNS");
  const int threads = std::atoi(argv[2]);
  const int runs = std::atoi(argv[3]);
  Require(xnn_initialize(nullptr), "xnn_initialize");
  const Builder builder(argv[1]);
  pthreadpool_t pool = threads > 1 ? pthreadpool_create(static_cast<std::size_t>(threads)) : nullptr;
  xnn_runtime_t runtime = nullptr;
  Require(xnn_create_runtime_v2(builder.subgraph(), pool, 0, &runtime), "xnn_create_runtime_v2");
  const std::size_t count = 3 * builder.side() * builder.side();
  std::vector<float> input(count + XNN_EXTRA_BYTES / sizeof(float));
  for (std::size_t i = 0; i < count; ++i) {
    input[i] = static_cast<float>(i * 7919 % 256) / 127.5F - 1.0F;
  }
  std::vector<float> scores(kClasses + XNN_EXTRA_BYTES / sizeof(float));
  const xnn_external_value externals[] = {{kInput, input.data()}, {kOutput, scores.data()}};
  Require(xnn_setup_runtime(runtime, std::size(externals), externals), "xnn_setup_runtime");
  std::vector<double> times;
  for (int run = -kWarmUp; run < runs; ++run) {
    const auto start = std::chrono::steady_clock::now();
    Require(xnn_invoke_runtime(runtime), "xnn_invoke_runtime");
    const auto end = std::chrono::steady_clock::now();
    if (run >= 0) {
      times.push_back(std::chrono::duration<double, std::milli>(end - start).count());
    }
  }
  std::sort(times.begin(), times.end());
  const auto top = std::max_element(scores.begin(), scores.begin() + kClasses);
  std::printf("median_ms=%.5f min_ms=%.5f top=%td score=%.6f\n", times[times.size() / 2], times[0],
              top - scores.begin(), static_cast<double>(*top));
  xnn_delete_runtime(runtime);
  return 0;
}

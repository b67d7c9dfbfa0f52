// Writes TensorFlow Lite files, sound and unsound ones, for tests of the reader and of what is made of it.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "core/weights/tflite_generated.h"

namespace godwit::tests {

namespace format = core::tflite;

// A tensor as the file has it. Scales make it quantised.
struct TfliteTensor {
  std::string name;
  std::vector<int> shape;
  format::TensorType type = format::TensorType::FLOAT32;
  std::vector<float> scales;
  std::vector<std::int64_t> zero_points;
  int axis = 0;                          // of the scales, where they are several
  bool zero_points_not_aligned = false;  // to 8 bytes, which the format's verifier lets pass
};

// The tag of each kind of options in the format's union.
inline constexpr auto TagOf(const format::Placeholder*) { return format::BuiltinOptions::NONE; }
inline constexpr auto TagOf(const format::Conv2DOptions*) { return format::BuiltinOptions::Conv2DOptions; }
inline constexpr auto TagOf(const format::DepthwiseConv2DOptions*) {
  return format::BuiltinOptions::DepthwiseConv2DOptions;
}
inline constexpr auto TagOf(const format::Pool2DOptions*) { return format::BuiltinOptions::Pool2DOptions; }
inline constexpr auto TagOf(const format::FullyConnectedOptions*) {
  return format::BuiltinOptions::FullyConnectedOptions;
}
inline constexpr auto TagOf(const format::SoftmaxOptions*) { return format::BuiltinOptions::SoftmaxOptions; }
inline constexpr auto TagOf(const format::ConcatenationOptions*) {
  return format::BuiltinOptions::ConcatenationOptions;
}
inline constexpr auto TagOf(const format::AddOptions*) { return format::BuiltinOptions::AddOptions; }
inline constexpr auto TagOf(const format::MulOptions*) { return format::BuiltinOptions::MulOptions; }

class TfliteWriter {
 public:
  TfliteWriter() { buffers_.push_back(format::CreateBuffer(builder_)); }  // the first is empty by convention

  // What flows between operations. Gives the tensor's index.
  int Value(const TfliteTensor& tensor) { return Add(tensor, 0); }

  template <typename T>
  int Constant(const TfliteTensor& tensor, const std::vector<T>& values) {
    std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    buffers_.push_back(format::CreateBufferDirect(builder_, &bytes));
    return Add(tensor, static_cast<std::uint32_t>(buffers_.size() - 1));
  }

  // `options` come from builder().
  template <typename Options = format::Placeholder>
  void Operation(format::BuiltinOperator type, const std::vector<int>& inputs, const std::vector<int>& outputs,
                 flatbuffers::Offset<Options> options = {}) {
    constexpr format::BuiltinOptions kTag = TagOf(static_cast<const Options*>(nullptr));
    operators_.push_back(
        format::CreateOperatorDirect(builder_, Code(type, nullptr), &inputs, &outputs, kTag, options.Union()));
  }
  void CustomOperation(const char* name, const std::vector<int>& inputs, const std::vector<int>& outputs,
                       const std::vector<std::uint8_t>& options) {
    operators_.push_back(format::CreateOperatorDirect(builder_, Code(format::BuiltinOperator::CUSTOM, name), &inputs,
                                                      &outputs, format::BuiltinOptions::NONE, 0, &options));
  }

  flatbuffers::FlatBufferBuilder& builder() { return builder_; }

  // The file. `networks` times the same network.
  std::string Finish(const std::vector<int>& inputs, const std::vector<int>& outputs, int networks = 1);

 private:
  int Add(const TfliteTensor& tensor, std::uint32_t buffer);
  flatbuffers::Offset<flatbuffers::Vector<std::int64_t>> ZeroPoints(const TfliteTensor& tensor);
  std::uint32_t Code(format::BuiltinOperator type, const char* custom);

  flatbuffers::FlatBufferBuilder builder_;
  std::vector<flatbuffers::Offset<format::Buffer>> buffers_;
  std::vector<flatbuffers::Offset<format::Tensor>> tensors_;
  std::vector<flatbuffers::Offset<format::OperatorCode>> codes_;
  std::vector<flatbuffers::Offset<format::Operator>> operators_;
};

struct SmallMobileNet {
  int side = 32;
  int classes = 5;
  bool quantized = true;   // uint8, as the converter of 2018 wrote it: no activation where saturation does it
  int changed_layer = -1;  // this depthwise layer, 1 to 13, has stride 1 instead of 2 or 2 instead of 1
  bool sigmoid = false;    // behind the logits, instead of softmax
  bool body = true;        // up to the pool
  bool head = true;        // what is behind it
};

// A MobileNet V1 classifier, or half of one, whose layers have 8 channels each (alpha 1/128), of some 20 KB, with
// made-up weights.
std::string WriteSmallMobileNetV1(const SmallMobileNet& options);

}  // namespace godwit::tests

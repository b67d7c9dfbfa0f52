// The tensors of a TFLite file: what flows between operations, and constants. A part of the reader of tflite.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/weights/op_graph.h"

namespace flatbuffers {
struct String;
}  // namespace flatbuffers

namespace godwit::core {

namespace tflite {
struct Model;
struct Tensor;
}  // namespace tflite

// A name fit for a message: no control characters, and not longer than 1000 bytes. Empty for null.
std::string TfliteName(const flatbuffers::String* name);

// Weights in Godwit's order, output channels last. `quantized` where the file has integers.
struct TfliteConstant {
  std::vector<std::int64_t> shape;  // as the file has it
  std::vector<float> values;
  std::optional<QuantizedTensor> quantized;
};

class TfliteTensors {
 public:
  // Takes the tensors of the first network of a verified file; `model` must outlive this. Errors: kModel, naming
  // `file`.
  static Result<TfliteTensors> Create(const tflite::Model& model, std::size_t file_bytes, const std::string& file);

  // One for each tensor, constants too, in the file's order.
  [[nodiscard]] const std::vector<OpValue>& values() const { return values_; }

  [[nodiscard]] bool Has(int tensor) const { return tensor >= 0 && static_cast<std::size_t>(tensor) < values_.size(); }

  // False for -1, an operand that is left out.
  [[nodiscard]] bool IsConstant(int tensor) const {
    return Has(tensor) && places_[static_cast<std::size_t>(tensor)].constant >= 0;
  }
  // Whether its elements stand for real numbers: floats, or 8-bit integers with a scale. Requires a tensor that is
  // there.
  [[nodiscard]] bool IsReal(int tensor) const { return places_[static_cast<std::size_t>(tensor)].real; }
  // From now on `result` is the constant `constant`. Requires both to be there.
  void SetSameAs(int result, int constant) {
    places_[static_cast<std::size_t>(result)] = places_[static_cast<std::size_t>(constant)];
  }

  // A constant whose output channels lie along `axis` of the file's order: 0 or the last, which is how -1 says that it
  // has no channels. An error's message is the end of a sentence that starts with the operation.
  Result<TfliteConstant> ReadWeights(int tensor, int axis);

  // A constant of integers, of which there are few; empty where it is none.
  [[nodiscard]] std::vector<std::int64_t> ReadIntegers(int tensor) const;

 private:
  struct Place {
    int constant = -1;  // the tensor that has its bytes, where it is constant
    bool real = false;
  };

  TfliteTensors(const tflite::Model& model, std::size_t file_bytes) : model_(&model), floats_left_(2 * file_bytes) {}

  Result<> ReadTensor(std::size_t index, const std::string& file);
  [[nodiscard]] std::span<const std::byte> Bytes(const tflite::Tensor& tensor) const;
  [[nodiscard]] const tflite::Tensor& Source(int tensor) const;

  const tflite::Model* model_;
  std::size_t floats_left_;  // that may still be decoded
  std::vector<OpValue> values_;
  std::vector<Place> places_;
};

}  // namespace godwit::core

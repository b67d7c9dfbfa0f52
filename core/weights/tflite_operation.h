// What each kind of operation of a TFLite file means. A part of the reader of tflite.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/weights/op_graph.h"
#include "core/weights/tflite_tensors.h"

namespace godwit::core {

namespace tflite {
enum class BuiltinOperator : std::int32_t;
struct Operator;
}  // namespace tflite

// Fills in `op`, whose type, name and outputs are known, from an operation of a verified file. `operands` are the
// tensors that it reads, weights included, -1 for one left out; the first is there. Constants are taken out of
// `tensors`. Errors: kModel, naming `file` and the operation.
Result<> ReadTfliteOperation(tflite::BuiltinOperator type, const tflite::Operator& source, std::vector<int> operands,
                             TfliteTensors& tensors, const std::string& file, Op& op);

}  // namespace godwit::core

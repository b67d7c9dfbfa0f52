// A network as another program's file tells it (TFLite, ONNX), in canonical terms: which operation reads and writes
// which value, with float32 weights in Godwit's layouts. Readers translate each operation of their format to one Op,
// folding kinds included, and call FoldOps; what they cannot express is an error that names the operation.
// core/model/match_graph.h tells which layer of ours each operation is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/weights/quantization.h"

namespace godwit::core {

// Integers that stand for the floats beside them, in the same layout.
struct QuantizedTensor {
  Dtype dtype = Dtype::kU8;  // kU8 or kI8; of a bias kI32
  std::vector<std::byte> data;
  Quantization quantization;
};

// Anything that flows between operations. Shapes are (N, H, W, C) or (N, C), whatever order the file has; -1 where the
// file leaves an extent open.
struct OpValue {
  std::string name;  // in the file; may be empty
  std::vector<std::int64_t> shape;
  Dtype dtype = Dtype::kF32;                 // kU8 or kI8 where the file computes in 8 bits
  std::optional<Quantization> quantization;  // one scale; always there for 8 bits
};

enum class OpKind {
  // Kinds of a finished graph.
  kConv,               // cross-correlation; weights (k,k,in,out)
  kDepthwise,          // weights (k,k,c,1)
  kLinear,             // weights (in,out), over (N, C) or (N, 1, 1, C)
  kAdd,                // of two values of one shape
  kGlobalAveragePool,  // to (N, 1, 1, C) or (N, C)
  kSoftmax,            // over channels
  kSigmoid,
  kReshape,  // the order of the elements stays; squeeze and flatten too
  kConcat,   // along `axis`
  kDetectionPostProcess,
  // Kinds that readers may emit and FoldOps takes away.
  kIdentity,    // the same real numbers: dropout, quantize, dequantize
  kPad,         // zeros around H and W by `padding`
  kClamp,       // to [min, max]: ReLU, ReLU6, clip
  kScaleShift,  // x * weights[c] + bias[c]: batch norm with its statistics fixed, or either half of it
};

struct OpPadding {
  int top = 0;
  int left = 0;
  int bottom = 0;
  int right = 0;
  bool operator==(const OpPadding&) const = default;
};

// Settings of TFLite's TFLite_Detection_PostProcess. Inputs: box codes (1, anchors, 4), class scores after the sigmoid
// (1, anchors, classes + 1).
struct DetectionPostProcess {
  int classes = 0;  // without background
  int max_detections = 0;
  bool per_class = false;  // "use_regular_nms"; else the fast way: best class an anchor, one suppression over all
  float min_score = 0;
  float max_iou = 0;
  float y_scale = 0, x_scale = 0, h_scale = 0, w_scale = 0;  // of the box coder
  std::vector<float> anchors;                                // (anchors, 4): centre y, centre x, height, width
  float anchor_step = 0;  // distance of the numbers that an anchor was rounded to; 0: of float32
};

struct Op {
  OpKind kind = OpKind::kIdentity;
  std::string type;          // what the format calls it, "CONV_2D"
  std::string name;          // which one it is, for messages: usually that of its output
  std::vector<int> inputs;   // indices into OpGraph::values, weights left out; in the file's order
  std::vector<int> outputs;  // one, but for kDetectionPostProcess
  int kernel = 1;            // kConv, kDepthwise: square, not dilated, one group (kConv) or one a channel (kDepthwise)
  int stride = 1;
  OpPadding padding;  // kConv, kDepthwise, kPad: explicit, also where the file says "SAME"
  std::vector<std::int64_t> weight_shape;
  std::vector<float> weights;
  std::vector<float> bias;  // one for each output of kConv, kDepthwise, kLinear; zeros where the file has none
  // Where they were dequantised and nothing was folded into them.
  std::optional<QuantizedTensor> quantized_weights, quantized_bias;
  // The fused activation: what every result is clamped to.
  float min = -std::numeric_limits<float>::infinity();
  float max = std::numeric_limits<float>::infinity();
  int axis = 0;  // kConcat, in OpValue's order of axes
  std::optional<DetectionPostProcess> detection;
};

struct OpGraph {
  std::string file;  // for messages
  std::vector<OpValue> values;
  std::vector<Op> ops;      // each after those whose outputs it reads
  std::vector<int> inputs;  // values that the caller fills; weights are none, nor are inputs that no op reads
  std::vector<int> outputs;
};

// "conv", "depthwise" and so on.
std::string_view Name(OpKind kind);

// "net.tflite: operation CONV_2D 'conv' <problem>", of kind kModel.
tl::unexpected<Error> FailAt(const std::string& file, const Op& op, std::string_view problem);

// Checks the graph (indices in range, every value written once and before it is read, sizes of weights and biases
// against their shapes) and takes the folding kinds away:
//   kIdentity: who reads its output reads its input;
//   kPad: added to the padding of the convolutions that read it, all of which must be ones;
//   kClamp: joins the clamp of the operation before, which nobody else may read;
//   kScaleShift: into weights and bias of the convolution or linear operation before, which nobody else may read and
//     which has no clamp yet; in double, rounded once; its `quantized` goes.
// Errors: kModel, naming the file and the operation.
Result<> FoldOps(OpGraph& graph);

// One network from two files: what the body gives is what the head reads. Both went through FoldOps. Errors: kModel,
// naming both files, where the one does not have one output, the other one input, or these differ in shape, type or
// scale.
Result<OpGraph> JoinGraphs(OpGraph body, OpGraph head);

}  // namespace godwit::core

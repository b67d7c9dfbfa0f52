// What each ONNX operation that pools, pads or reorders is in an OpGraph. Definitions: https://onnx.ai/onnx/operators
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "core/weights/onnx_graph.h"
#include "core/weights/weight_table.h"

namespace godwit::core {
namespace {

using Extents = std::vector<std::int64_t>;

// Axes of a map counted from the front, in order.
Extents FromTheFront(Extents axes) {
  constexpr std::int64_t kAxes = 4;
  for (std::int64_t& axis : axes) {
    axis += axis < 0 ? kAxes : 0;
  }
  std::ranges::sort(axes);
  return axes;
}

}  // namespace

Result<> OnnxGraphBuilder::GlobalPool(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto input = ReadMap(node, op);
  if (!input) {
    return tl::unexpected<Error>(input.error());
  }
  op.kind = OpKind::kGlobalAveragePool;
  output.shape = {(*input)->shape[0], 1, 1, (*input)->shape[3]};
  return {};
}

// Only over the whole map, as networks for one size of input have it.
Result<> OnnxGraphBuilder::AveragePool(const onnx::NodeProto& node, Op& op, Output& output) {
  if (auto pooled = GlobalPool(node, op, output); !pooled) {
    return pooled;
  }
  const OnnxAttributes attributes(node);
  const Extents& in = graph_.values[static_cast<std::size_t>(op.inputs[0])].shape;
  const std::string automatic = attributes.Text("auto_pad", "NOTSET");
  if (attributes.Ints("kernel_shape", {}) != Extents{in[1], in[2]} ||
      attributes.Ints("pads", {0, 0, 0, 0}) != Extents{0, 0, 0, 0} || (automatic != "NOTSET" && automatic != "VALID")) {
    return Reject(node, "is not over the whole map (which must have a fixed size)");
  }
  return {};
}

Result<> OnnxGraphBuilder::ReduceMean(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto input = ReadInput(node, 0, op);
  const auto axes = IntegersOrAttribute(node, 1, "axes");
  if (!input || !axes) {
    return tl::unexpected<Error>(input ? axes.error() : input.error());
  }
  const Extents shape = (*input)->shape;
  const bool channels_last = IsChannelsLast(node, 0);
  if (shape.size() != 4 || FromTheFront(*axes) != (channels_last ? Extents{1, 2} : Extents{2, 3})) {
    return Reject(node, "is not over height and width");
  }
  op.kind = OpKind::kGlobalAveragePool;
  output.channels_last = channels_last;
  output.shape =
      OnnxAttributes(node).Int("keepdims", 1) != 0 ? Extents{shape[0], 1, 1, shape[3]} : Extents{shape[0], shape[3]};
  return {};
}

Result<> OnnxGraphBuilder::Flatten(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto channels = ReadFeatures(node, op);
  if (!channels) {
    return tl::unexpected<Error>(channels.error());
  }
  if (OnnxAttributes(node).Int("axis", 1) != 1) {
    return Reject(node, "does not keep the images of a batch apart");
  }
  op.kind = OpKind::kReshape;
  output.shape = {graph_.values[static_cast<std::size_t>(op.inputs[0])].shape[0], *channels};
  return {};
}

// Of one image's features, to two axes or to a map of one pixel. An extent of 0 stays as it is, -1 is what is left.
Result<> OnnxGraphBuilder::Reshape(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto channels = ReadFeatures(node, op);
  const auto target = Integers(node, 1);
  if (!channels || !target) {
    return tl::unexpected<Error>(channels ? target.error() : channels.error());
  }
  const bool is_map = target->size() == 4;
  if (target->size() != 2 && !is_map) {
    return Reject(node, fmt::format("gives the shape {}", ToString(*target)));
  }
  const auto is = [&](std::size_t axis, std::int64_t extent) {
    const std::int64_t wanted = axis < target->size() ? (*target)[axis] : 1;
    return wanted == extent || wanted == -1;
  };
  const std::int64_t images = graph_.values[static_cast<std::size_t>(op.inputs[0])].shape[0];
  const bool keeps_images = target->front() == 0 || is(0, 1) || is(0, images);
  const bool first = keeps_images && (is(1, *channels) || (*target)[1] == 0) && is(2, 1) && is(3, 1);
  const bool last = keeps_images && is_map && is(1, 1) && is(2, 1) && is(3, *channels);
  if (!first && !last) {
    return Reject(node, fmt::format("gives the shape {}", ToString(*target)));
  }
  op.kind = OpKind::kReshape;
  output.shape = is_map ? Extents{images, 1, 1, *channels} : Extents{images, *channels};
  output.channels_last = is_map && !first;
  return {};
}

Result<> OnnxGraphBuilder::Squeeze(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto channels = ReadFeatures(node, op);
  const auto axes = IntegersOrAttribute(node, 1, "axes");
  if (!channels || !axes) {
    return tl::unexpected<Error>(channels ? axes.error() : channels.error());
  }
  const Extents& in = graph_.values[static_cast<std::size_t>(op.inputs[0])].shape;
  if (in.size() != 4 || FromTheFront(*axes) != (IsChannelsLast(node, 0) ? Extents{1, 2} : Extents{2, 3})) {
    return Reject(node, "takes away other axes than height and width");
  }
  op.kind = OpKind::kReshape;
  output.shape = {in[0], *channels};
  return {};
}

Result<> OnnxGraphBuilder::Pad(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto input = ReadMap(node, op);
  const auto pads = IntegersOrAttribute(node, 1, "pads");
  if (!input || !pads) {
    return tl::unexpected<Error>(input ? pads.error() : input.error());
  }
  const OnnxAttributes attributes(node);
  double value = attributes.Float("value", 0);
  if (Constant(node, 2) != nullptr) {
    const auto given = Floats(node, 2);
    if (!given) {
      return tl::unexpected<Error>(given.error());
    }
    value = given->size() == 1 ? given->front() : std::numeric_limits<double>::quiet_NaN();
  }
  // Before each axis, then behind each.
  constexpr std::int64_t kMaxPadding = 4096;
  const auto in_range = [](std::int64_t extent) { return extent >= 0 && extent <= kMaxPadding; };
  const bool sound = pads->size() == 8 && std::ranges::all_of(*pads, in_range) && (*pads)[0] == 0 && (*pads)[1] == 0 &&
                     (*pads)[4] == 0 && (*pads)[5] == 0;
  if (!sound || value != 0 || attributes.Text("mode", "constant") != "constant") {
    return Reject(node, "pads other axes than height and width, or with something else than zeros");
  }
  // PyTorch writes one in front of every pool, whether it pads or not.
  op.kind = std::ranges::count(*pads, 0) == std::ssize(*pads) ? OpKind::kIdentity : OpKind::kPad;
  op.padding = {static_cast<int>((*pads)[2]), static_cast<int>((*pads)[3]), static_cast<int>((*pads)[6]),
                static_cast<int>((*pads)[7])};
  output.shape = (*input)->shape;
  output.shape[1] += output.shape[1] < 0 ? 0 : op.padding.top + op.padding.bottom;
  output.shape[2] += output.shape[2] < 0 ? 0 : op.padding.left + op.padding.right;
  return {};
}

// Only from one order of axes to the other, which an OpGraph knows nothing of.
Result<> OnnxGraphBuilder::Transpose(const onnx::NodeProto& node, Op& op, Output& output) {
  if (auto kept = Identity(node, op, output); !kept) {
    return kept;
  }
  const Extents order = OnnxAttributes(node).Ints("perm", {});
  if (output.shape.size() != 4 || order != (output.channels_last ? Extents{0, 3, 1, 2} : Extents{0, 2, 3, 1})) {
    return Reject(node, "is neither from (N, H, W, C) to (N, C, H, W) nor back");
  }
  output.channels_last = !output.channels_last;
  return {};
}

}  // namespace godwit::core

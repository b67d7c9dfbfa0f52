#include "core/weights/onnx.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/weights/files.h"
#include "core/weights/one_line.h"
#include "core/weights/onnx_graph.h"
#include "core/weights/onnx_node.h"

namespace godwit::core {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;

bool IsMainDomain(const std::string& domain) { return domain.empty() || domain == "ai.onnx"; }

Result<int> OpsetOf(const onnx::ModelProto& model, const std::string& name) {
  constexpr std::int64_t kOldest = 7;
  constexpr std::int64_t kNewest = 18;
  for (const onnx::OperatorSetIdProto& opset : model.opset_import()) {
    if (IsMainDomain(opset.domain())) {
      if (opset.version() < kOldest || opset.version() > kNewest) {
        return Fail(ErrorKind::kModel, "{}: is of ONNX opset {}; export it with one from {} to {}", name,
                    opset.version(), kOldest, kNewest);
      }
      return static_cast<int>(opset.version());
    }
  }
  return Fail(ErrorKind::kModel, "{}: is no ONNX model (it names no operator set)", name);
}

Result<OpGraph> Translate(const onnx::ModelProto& model, int opset, const std::string& name, std::size_t file_bytes) {
  const onnx::GraphProto& graph = model.graph();
  OnnxGraphBuilder builder(name, opset, file_bytes);
  for (const onnx::TensorProto& tensor : graph.initializer()) {
    builder.AddConstant(tensor.name(), tensor);
  }
  for (const onnx::ValueInfoProto& input : graph.input()) {
    if (auto added = builder.AddInput(input); !added) {
      return Forward(added);
    }
  }
  for (const onnx::NodeProto& node : graph.node()) {
    if (!IsMainDomain(node.domain())) {
      return Fail(ErrorKind::kModel, "{}: operation {} '{}' is of the domain '{}', which Godwit does not read", name,
                  node.op_type(), OnnxNodeName(node), node.domain());
    }
    if (auto added = builder.AddNode(node); !added) {
      return Forward(added);
    }
  }
  return builder.Finish(graph);
}

Result<OpGraph> Parse(std::span<const std::byte> bytes, const std::string& name) {
  onnx::ModelProto model;
  if (bytes.size() > kMaxFileBytes || !model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Fail(ErrorKind::kModel, "{}: is no ONNX model, or a damaged one; get or export it again", name);
  }
  const auto opset = OpsetOf(model, name);
  if (!opset) {
    return tl::unexpected<Error>(opset.error());
  }
  auto graph = Translate(model, *opset, name, bytes.size());
  if (!graph) {
    return graph;
  }
  if (auto folded = FoldOps(*graph); !folded) {
    return Forward(folded);
  }
  return graph;
}

}  // namespace

bool IsOnnx(const fs::path& path) {
  // ir_version (field 1, below 128), then the producer (2), the graph (7), the opset (8) or another field of the model.
  std::array<char, 3> start{};
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), start.size());
  constexpr int kWireTypeBits = 3;
  constexpr int kFirstField = 2;
  constexpr int kLastField = 20;
  const int field = static_cast<unsigned char>(start[2]) >> kWireTypeBits;
  return file && start[0] == '\x08' && start[1] > 0 && field >= kFirstField && field <= kLastField;
}

Result<OpGraph> ParseOnnx(std::span<const std::byte> bytes, const std::string& name) {
  return Parse(bytes, name).map_error(OneLine);
}

Result<OpGraph> ReadOnnx(const fs::path& path) {
  std::vector<std::byte> bytes;
  if (auto read = AppendFile(path, kMaxFileBytes, ErrorKind::kModel, bytes); !read) {
    return Forward(read);
  }
  return ParseOnnx(bytes, path.string());
}

}  // namespace godwit::core

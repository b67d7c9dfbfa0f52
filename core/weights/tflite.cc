#include "core/weights/tflite.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/weights/files.h"
#include "core/weights/tflite_generated.h"
#include "core/weights/tflite_operation.h"
#include "core/weights/tflite_tensors.h"

namespace godwit::core {
namespace {

using tflite::BuiltinOperator;

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;
constexpr std::string_view kIdentifier = "TFL3";
constexpr std::size_t kIdentifierAt = 4;
// Far above any network that Godwit knows, so that a small file cannot ask for much by naming one thing often.
constexpr std::size_t kMaxOperators = 10'000;
constexpr std::size_t kMaxOperands = 64;

template <typename T>
std::size_t SizeOf(const flatbuffers::Vector<T>* vector) {
  return vector == nullptr ? 0 : vector->size();
}

// Nothing where they are more than an operation of any network has.
std::vector<int> IndicesIn(const flatbuffers::Vector<std::int32_t>* tensors) {
  if (SizeOf(tensors) == 0 || tensors->size() > kMaxOperands) {
    return {};
  }
  return {tensors->begin(), tensors->end()};
}

// Translates one operation after the other.
class NetworkReader {
 public:
  NetworkReader(const tflite::Model& model, TfliteTensors tensors, std::string file)
      : model_(model), network_(*model.subgraphs()->Get(0)), tensors_(std::move(tensors)) {
    graph_.file = std::move(file);
  }

  Result<OpGraph> Read() {
    graph_.values = tensors_.values();
    if (SizeOf(network_.operators()) > kMaxOperators) {
      return Fail(ErrorKind::kModel, "{}: has {} operations, more than any network that Godwit knows", graph_.file,
                  network_.operators()->size());
    }
    for (std::size_t i = 0; i < SizeOf(network_.operators()); ++i) {
      if (auto read = ReadOperator(*network_.operators()->Get(static_cast<unsigned>(i))); !read) {
        return Forward(read);
      }
    }
    if (auto read = ReadEnds(); !read) {
      return Forward(read);
    }
    if (auto folded = FoldOps(graph_); !folded) {
      return Forward(folded);
    }
    return std::move(graph_);
  }

 private:
  // The network's inputs and outputs. Some files list inputs that nothing reads.
  Result<> ReadEnds() {
    std::vector<bool> read(graph_.values.size());
    for (const Op& op : graph_.ops) {
      for (const int input : op.inputs) {
        read[static_cast<std::size_t>(input)] = true;
      }
    }
    for (const auto& [from, to] :
         {std::pair(network_.inputs(), &graph_.inputs), std::pair(network_.outputs(), &graph_.outputs)}) {
      for (const int value : IndicesIn(from)) {
        if (!tensors_.Has(value)) {
          return Fail(ErrorKind::kModel, "{}: damaged: the network's inputs and outputs are not in the file",
                      graph_.file);
        }
        if (to != &graph_.inputs || read[static_cast<std::size_t>(value)]) {
          to->push_back(value);
        }
      }
    }
    if (graph_.inputs.empty() || graph_.outputs.empty()) {
      return Fail(ErrorKind::kModel, "{}: holds no network", graph_.file);
    }
    return {};
  }

  // What the format calls the operation, "CONV_2D"; of custom ones their own name.
  Result<BuiltinOperator> ReadType(const tflite::Operator& source, Op& op) const {
    const std::size_t index = source.opcode_index();
    const tflite::OperatorCode* code =
        index < SizeOf(model_.operator_codes()) ? model_.operator_codes()->Get(static_cast<unsigned>(index)) : nullptr;
    if (code == nullptr) {
      return Fail(ErrorKind::kModel, "{}: damaged: an operation has no kind", graph_.file);
    }
    const auto type = std::max(static_cast<BuiltinOperator>(code->deprecated_builtin_code()), code->builtin_code());
    if (type == BuiltinOperator::CUSTOM) {
      op.type = TfliteName(code->custom_code());
    } else {
      op.type = tflite::EnumNameBuiltinOperator(type);
      if (op.type.empty()) {
        op.type = fmt::format("{}", static_cast<int>(type));
      }
    }
    return type;
  }

  Result<> ReadOperator(const tflite::Operator& source) {
    Op op;
    auto type = ReadType(source, op);
    if (!type) {
      return Forward(type);
    }
    const std::vector<int> operands = IndicesIn(source.inputs());
    op.outputs = IndicesIn(source.outputs());
    const auto known = [this](int tensor) { return tensors_.Has(tensor); };
    if (op.outputs.empty() || !std::ranges::all_of(op.outputs, known)) {
      return FailAt(graph_.file, op, "is damaged: its results are not in the file");
    }
    op.name = Value(op.outputs[0]).name;
    if (operands.empty() || !known(operands[0]) ||
        !std::ranges::all_of(operands, [&](int tensor) { return tensor == -1 || known(tensor); })) {
      return FailAt(graph_.file, op, "is damaged: its operands are not in the file");
    }
    if (*type == BuiltinOperator::DEQUANTIZE && tensors_.IsConstant(operands[0])) {
      tensors_.SetSameAs(op.outputs[0], operands[0]);
      return {};
    }
    if (auto read = ReadTfliteOperation(*type, source, operands, tensors_, graph_.file, op); !read) {
      return read;
    }
    if (const auto constant =
            std::ranges::find_if(op.inputs, [this](int tensor) { return tensors_.IsConstant(tensor); });
        constant != op.inputs.end()) {
      return FailAt(graph_.file, op, fmt::format("works on the constant '{}'", Value(*constant).name));
    }
    const auto is_real = [this](int tensor) { return tensors_.IsReal(tensor); };
    if (!std::ranges::all_of(op.inputs, is_real) || !std::ranges::all_of(op.outputs, is_real)) {
      return FailAt(graph_.file, op, "computes in a data type that Godwit does not know, or in 8 bits without a scale");
    }
    graph_.ops.push_back(std::move(op));
    return {};
  }

  [[nodiscard]] const OpValue& Value(int index) const { return graph_.values[static_cast<std::size_t>(index)]; }

  const tflite::Model& model_;
  const tflite::SubGraph& network_;
  TfliteTensors tensors_;
  OpGraph graph_;
};

}  // namespace

bool IsTflite(const std::filesystem::path& path) {
  std::array<char, kIdentifierAt + kIdentifier.size()> start{};
  std::ifstream file(path, std::ios::binary);
  return file.read(start.data(), start.size()) &&
         std::string_view(start.data() + kIdentifierAt, kIdentifier.size()) == kIdentifier;
}

Result<OpGraph> ReadTflite(const std::filesystem::path& path) {
  std::vector<std::byte> bytes;
  if (auto read = AppendFile(path, kMaxFileBytes, ErrorKind::kModel, bytes); !read) {
    return Forward(read);
  }
  return ParseTflite(bytes, path.string());
}

Result<OpGraph> ParseTflite(std::span<const std::byte> bytes, const std::string& name) {
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (bytes.size() > kMaxFileBytes || !tflite::VerifyModelBuffer(verifier)) {
    return Fail(ErrorKind::kModel, "{}: damaged, or no TensorFlow Lite file", name);
  }
  const tflite::Model& model = *tflite::GetModel(bytes.data());
  if (SizeOf(model.subgraphs()) != 1) {
    return Fail(ErrorKind::kModel, "{}: holds {} networks where Godwit reads files of one", name,
                SizeOf(model.subgraphs()));
  }
  auto tensors = TfliteTensors::Create(model, bytes.size(), name);
  if (!tensors) {
    return Forward(tensors);
  }
  return NetworkReader(model, *std::move(tensors), name).Read();
}

}  // namespace godwit::core

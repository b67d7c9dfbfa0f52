#include "core/weights/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "core/base/check.h"
#include "core/base/whole_file.h"
#include "core/weights/files.h"
#include "core/weights/strict_json.h"

namespace godwit::core {
namespace {

using nlohmann::json;

constexpr std::string_view kMetadataKey = "__metadata__";
constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kDataAlignment = 64;
// The parsed header takes several times its bytes, so hostile files are held short. (The format itself says 100 MB;
// models with thousands of tensors need less than 1 MB.)
constexpr std::uint64_t kMaxHeaderBytes = 16 << 20;
constexpr int kHeaderDepth = 3;  // {tensor: {shape: [..]}}

constexpr std::array kDtypes = {Dtype::kF32, Dtype::kF16, Dtype::kI32, Dtype::kI8, Dtype::kU8, Dtype::kI64};

struct Extent {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::string_view name;
};

// Reads one header entry; checks everything but the place among its neighbours.
class TensorReader {
 public:
  TensorReader(const std::string& file, std::span<const std::byte> data) : file_(file), data_(data) {}

  Result<WeightTensor> Read(const std::string& name, const json& entry, Extent& extent) const {
    if (!entry.is_object() || entry.size() != 3 || !entry.contains("dtype") || !entry.contains("shape") ||
        !entry.contains("data_offsets")) {
      return Wrong(name, "needs exactly the entries dtype, shape and data_offsets");
    }
    WeightTensor tensor;
    if (auto read = ReadDtype(name, entry["dtype"], tensor.dtype); !read) {
      return Forward(read);
    }
    const json& shape = entry["shape"];
    if (!shape.is_array() || !std::all_of(shape.begin(), shape.end(), IsSize)) {
      return Wrong(name, "its shape is not a list of sizes");
    }
    tensor.shape = shape.get<std::vector<std::int64_t>>();
    const std::optional<std::int64_t> elements = CheckedElements(tensor.shape, SizeOf(tensor.dtype));
    if (!elements) {
      return Wrong(name, "its shape is larger than any file");
    }
    const json& offsets = entry["data_offsets"];
    if (!offsets.is_array() || offsets.size() != 2 || !std::all_of(offsets.begin(), offsets.end(), IsSize)) {
      return Wrong(name, "data_offsets is not a pair of offsets");
    }
    extent = {offsets[0].get<std::uint64_t>(), offsets[1].get<std::uint64_t>(), name};
    if (extent.begin > extent.end || extent.end > data_.size()) {
      return Wrong(name, "its data lies outside of the file; the file may be cut short");
    }
    const std::uint64_t bytes = extent.end - extent.begin;
    if (bytes != static_cast<std::uint64_t>(*elements) * SizeOf(tensor.dtype)) {
      return Wrong(name, fmt::format("{} bytes do not fit shape {} of {}", bytes, ToString(tensor.shape),
                                     ToString(tensor.dtype)));
    }
    tensor.bytes = data_.subspan(extent.begin, bytes);
    return tensor;
  }

 private:
  static bool IsSize(const json& value) {
    return value.is_number_unsigned() && std::in_range<std::int64_t>(value.get<std::uint64_t>());
  }

  Result<> ReadDtype(const std::string& name, const json& value, Dtype& dtype) const {
    if (!value.is_string()) {
      return Wrong(name, "its dtype is not a string");
    }
    const std::string& text = value.get_ref<const std::string&>();
    const auto* const found =
        std::find_if(kDtypes.begin(), kDtypes.end(), [&](Dtype known) { return ToString(known) == text; });
    if (found == kDtypes.end()) {
      return Wrong(name, fmt::format("dtype {} is not one of F32, F16, I32, I8, U8, I64", text));
    }
    dtype = *found;
    return {};
  }

  [[nodiscard]] tl::unexpected<Error> Wrong(const std::string& name, std::string_view problem) const {
    return Fail(ErrorKind::kModel, "{}: tensor {}: {}", file_, name, problem);
  }

  const std::string& file_;
  std::span<const std::byte> data_;
};

// No overlap, no hole, nothing left over: sorted extents follow one another from 0 to the end.
Result<> CheckExtents(std::vector<Extent>& extents, std::uint64_t data_bytes, const std::string& file) {
  std::sort(extents.begin(), extents.end(),
            [](const Extent& a, const Extent& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
  std::uint64_t end = 0;
  for (const Extent& extent : extents) {
    if (extent.begin != end) {
      return Fail(ErrorKind::kModel, "{}: tensor {}: its data starts at {}, but the data before it ends at {}", file,
                  extent.name, extent.begin, end);
    }
    end = extent.end;
  }
  if (end != data_bytes) {
    return Fail(ErrorKind::kModel, "{}: {} bytes behind the last tensor belong to none", file, data_bytes - end);
  }
  return {};
}

Result<> ReadMetadata(const json& entries, const std::string& file, std::map<std::string, std::string>& metadata) {
  if (!entries.is_object()) {
    return Fail(ErrorKind::kModel, "{}: its metadata is not a list of names and texts", file);
  }
  for (const auto& [key, value] : entries.items()) {
    if (!value.is_string()) {
      return Fail(ErrorKind::kModel, "{}: metadata entry {} is not a text", file, key);
    }
    metadata.emplace(key, value.get<std::string>());
  }
  return {};
}

// The alignment that a tensor's size lets its successor keep.
std::size_t SizeAlignment(const WeightTensor& tensor) {
  const std::size_t bytes = tensor.bytes.size();
  return bytes == 0 ? kDataAlignment : std::min(kDataAlignment, std::size_t{1} << std::countr_zero(bytes));
}

using NamedTensor = WeightTable::value_type;

std::vector<const NamedTensor*> LayoutOrder(const WeightTable& tensors) {
  std::vector<const NamedTensor*> order;
  for (const NamedTensor& entry : tensors) {
    Check(entry.first != kMetadataKey, "no tensor has the name of the metadata");
    const auto elements = CheckedElements(entry.second.shape, SizeOf(entry.second.dtype));
    Check(elements && static_cast<std::size_t>(*elements) * SizeOf(entry.second.dtype) == entry.second.bytes.size(),
          "a tensor's bytes fit its shape");
    order.push_back(&entry);
  }
  std::stable_sort(order.begin(), order.end(), [](const NamedTensor* a, const NamedTensor* b) {
    return SizeAlignment(a->second) > SizeAlignment(b->second);
  });
  return order;
}

// Throws json::type_error where a name or text is not UTF-8.
std::string HeaderFor(std::span<const NamedTensor* const> order, const std::map<std::string, std::string>& metadata) {
  json header = json::object();
  if (!metadata.empty()) {
    header[kMetadataKey] = metadata;
  }
  std::size_t offset = 0;
  for (const NamedTensor* entry : order) {
    const auto& [name, tensor] = *entry;
    header[name] = {{"dtype", ToString(tensor.dtype)},
                    {"shape", tensor.shape},
                    {"data_offsets", {offset, offset + tensor.bytes.size()}}};
    offset += tensor.bytes.size();
  }
  std::string text = header.dump();
  const std::size_t used = (kLengthBytes + text.size()) % kDataAlignment;
  text.append((kDataAlignment - used) % kDataAlignment, ' ');
  return text;
}

}  // namespace

Result<> SafetensorsFile::Parse(std::span<const std::byte> bytes, const std::string& name, WeightTable& tensors,
                                std::map<std::string, std::string>& metadata) {
  tensors.clear();
  metadata.clear();
  std::uint64_t header_bytes = 0;
  if (bytes.size() < kLengthBytes) {
    return Fail(ErrorKind::kModel, "{}: {} bytes are too few for a safetensors file", name, bytes.size());
  }
  std::memcpy(&header_bytes, bytes.data(), kLengthBytes);
  if (header_bytes > kMaxHeaderBytes || header_bytes > bytes.size() - kLengthBytes) {
    return Fail(ErrorKind::kModel, "{}: not a safetensors file, or cut short (header of {} bytes)", name, header_bytes);
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + kLengthBytes, header_bytes);
  const std::span<const std::byte> data = bytes.subspan(kLengthBytes + header_bytes);
  auto header = ParseStrictJson(text, name, kHeaderDepth);
  if (!header) {
    return Forward(header);
  }
  if (!header->is_object() || text.front() != '{') {
    return Fail(ErrorKind::kModel, "{}: not a safetensors file (its header is no JSON object)", name);
  }

  const TensorReader reader(name, data);
  std::vector<Extent> extents;
  for (const auto& [key, entry] : header->items()) {
    if (key == kMetadataKey) {
      if (auto read = ReadMetadata(entry, name, metadata); !read) {
        return read;
      }
      continue;
    }
    Extent extent;
    auto tensor = reader.Read(key, entry, extent);
    if (!tensor) {
      return Forward(tensor);
    }
    const auto place = tensors.emplace(key, std::move(*tensor)).first;
    extent.name = place->first;
    extents.push_back(extent);
  }
  return CheckExtents(extents, data.size(), name);
}

Result<SafetensorsFile> SafetensorsFile::Open(const std::filesystem::path& path) {
  // O_NONBLOCK: opening a pipe without a writer must not hang.
  const FileDescriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status = {};
  if (!descriptor.valid() || ::fstat(descriptor.get(), &status) != 0) {
    return Fail(ErrorKind::kModel, "{}: cannot be read: {}", path.string(), std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) {
    return Fail(ErrorKind::kModel, "{}: not a file", path.string());
  }
  SafetensorsFile file;
  if (const auto size = static_cast<std::size_t>(status.st_size); size > 0) {
    // Every byte is read soon: asking for all pages at once costs a fraction of faulting them in one by one.
    void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor.get(), 0);
    if (mapped == MAP_FAILED) {
      return Fail(ErrorKind::kModel, "{}: cannot be mapped: {}", path.string(), std::strerror(errno));
    }
    file.mapped_ = mapped;
    file.mapped_bytes_ = size;
  }
  const std::span bytes(static_cast<const std::byte*>(file.mapped_), file.mapped_bytes_);
  if (auto parsed = Parse(bytes, path.string(), file.tensors_, file.metadata_); !parsed) {
    return Forward(parsed);
  }
  return file;
}

SafetensorsFile::~SafetensorsFile() {
  if (mapped_ != nullptr) {
    ::munmap(mapped_, mapped_bytes_);
  }
}

SafetensorsFile::SafetensorsFile(SafetensorsFile&& other) noexcept
    : mapped_(std::exchange(other.mapped_, nullptr)),
      mapped_bytes_(std::exchange(other.mapped_bytes_, 0)),
      tensors_(std::exchange(other.tensors_, {})),
      metadata_(std::exchange(other.metadata_, {})) {}

SafetensorsFile& SafetensorsFile::operator=(SafetensorsFile&& other) noexcept {
  SafetensorsFile taken(std::move(other));
  std::swap(mapped_, taken.mapped_);
  std::swap(mapped_bytes_, taken.mapped_bytes_);
  std::swap(tensors_, taken.tensors_);
  std::swap(metadata_, taken.metadata_);
  return *this;
}

Result<> WriteSafetensors(const std::filesystem::path& path, const WeightTable& tensors,
                          const std::map<std::string, std::string>& metadata) {
  const std::vector<const NamedTensor*> order = LayoutOrder(tensors);
  std::string header;
  try {
    header = HeaderFor(order, metadata);
  } catch (const json::type_error&) {
    return Fail(ErrorKind::kInput, "{}: cannot be written: a name or text in it is not UTF-8", path.string());
  }
  if (header.size() > kMaxHeaderBytes) {
    return Fail(ErrorKind::kInput, "{}: cannot be written: its names and metadata take more than {} bytes",
                path.string(), kMaxHeaderBytes);
  }
  auto file = WholeFile::Create(path);
  if (!file) {
    return Forward(file);
  }
  const std::uint64_t header_bytes = header.size();
  const auto write = [&stream = file->stream()](std::span<const std::byte> bytes) {
    stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  };
  write(std::as_bytes(std::span(&header_bytes, 1)));
  write(std::as_bytes(std::span(header)));
  for (const NamedTensor* entry : order) {
    write(entry->second.bytes);
  }
  return file->Commit();
}

}  // namespace godwit::core

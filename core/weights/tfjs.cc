#include "core/weights/tfjs.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/weights/files.h"
#include "core/weights/half.h"
#include "core/weights/strict_json.h"

namespace godwit::core {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMaxJsonBytes = 64 << 20;  // published graphs have less than 1 MB
constexpr int kMaxJsonDepth = 64;                  // a layers model nests about 10 levels

enum class Storage { kPlain, kUint8, kUint16, kFloat16 };

struct Entry {
  std::string name;
  WeightTensor tensor;  // bytes are set last
  Storage storage = Storage::kPlain;
  double scale = 1.0;
  double min = 0.0;
  std::uint64_t stored_bytes = 0;
  std::uint64_t decoded_bytes = 0;
};

struct Group {
  std::vector<std::string> paths;
  std::vector<Entry> entries;
  std::uint64_t stored_bytes = 0;
  std::vector<std::byte> bytes;
};

std::size_t StoredSize(const Entry& entry) {
  switch (entry.storage) {
    case Storage::kUint8:
      return 1;
    case Storage::kUint16:
    case Storage::kFloat16:
      return 2;
    case Storage::kPlain:
      break;
  }
  return SizeOf(entry.tensor.dtype);
}

std::string TextOr(const json& object, const char* key, const char* otherwise) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string(otherwise);
}

// The manifest: the document itself, or its "weightsManifest".
const json* FindManifest(const json& document) {
  const json* manifest = &document;
  if (document.is_object()) {
    const auto found = document.find("weightsManifest");
    if (found == document.end()) {
      return nullptr;
    }
    manifest = &*found;
  }
  const auto is_group = [](const json& group) {
    return group.is_object() && group.contains("paths") && group.contains("weights");
  };
  const bool fits =
      manifest->is_array() && !manifest->empty() && std::all_of(manifest->begin(), manifest->end(), is_group);
  return fits ? manifest : nullptr;
}

// Turns the manifest into groups, checking all that can be checked without the shards.
class ManifestReader {
 public:
  explicit ManifestReader(const std::string& file) : file_(file) {}

  Result<Group> ReadGroup(const json& source) {
    Group group;
    if (auto read = ReadPaths(source["paths"], group.paths); !read) {
      return Forward(read);
    }
    const json& weights = source["weights"];
    if (!weights.is_array()) {
      return Fail(ErrorKind::kModel, "{}: the weights of a group are not a list", file_);
    }
    for (const json& weight : weights) {
      auto entry = ReadEntry(weight);
      if (!entry) {
        return Forward(entry);
      }
      if (__builtin_add_overflow(group.stored_bytes, entry->stored_bytes, &group.stored_bytes)) {
        return Wrong(entry->name, "its size overflows");
      }
      group.entries.push_back(std::move(*entry));
    }
    return group;
  }

 private:
  Result<> ReadPaths(const json& source, std::vector<std::string>& paths) {
    if (!source.is_array()) {
      return Fail(ErrorKind::kModel, "{}: the paths of a group are not a list", file_);
    }
    for (const json& entry : source) {
      const std::string text = entry.is_string() ? entry.get<std::string>() : std::string();
      const fs::path path = fs::path(text).lexically_normal();
      const bool leaves_folder = path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
      if (!path.has_filename() || path == "." || leaves_folder || text.find('\0') != std::string::npos) {
        return Fail(ErrorKind::kModel, "{}: \"{}\" is not a path of a shard inside the folder", file_, text);
      }
      if (!seen_paths_.insert(path.string()).second) {
        return Fail(ErrorKind::kModel, "{}: shard {} is listed twice", file_, text);
      }
      paths.push_back(path.string());
    }
    return {};
  }

  Result<Entry> ReadEntry(const json& source) {
    Entry entry;
    if (!source.is_object() || (entry.name = TextOr(source, "name", "")).empty()) {
      return Fail(ErrorKind::kModel, "{}: a tensor has no name", file_);
    }
    if (!seen_names_.insert(entry.name).second) {
      return Wrong(entry.name, "is listed twice");
    }
    const std::string dtype = TextOr(source, "dtype", "none");
    if (dtype == "float32") {
      entry.tensor.dtype = Dtype::kF32;
    } else if (dtype == "int32") {
      entry.tensor.dtype = Dtype::kI32;
    } else if (dtype == "bool") {
      entry.tensor.dtype = Dtype::kU8;
    } else {
      return Wrong(entry.name, fmt::format("dtype {} is not one of float32, int32, bool", dtype));
    }
    if (const auto quantization = source.find("quantization"); quantization != source.end()) {
      if (auto read = ReadQuantization(*quantization, entry); !read) {
        return Forward(read);
      }
    }
    if (auto read = ReadShape(source, entry); !read) {
      return Forward(read);
    }
    return entry;
  }

  Result<> ReadShape(const json& source, Entry& entry) const {
    const auto is_size = [](const json& value) {
      return value.is_number_unsigned() && std::in_range<std::int64_t>(value.get<std::uint64_t>());
    };
    const auto shape = source.find("shape");
    if (shape == source.end() || !shape->is_array() || !std::all_of(shape->begin(), shape->end(), is_size)) {
      return Wrong(entry.name, "its shape is not a list of sizes");
    }
    entry.tensor.shape = shape->get<std::vector<std::int64_t>>();
    const auto elements = CheckedElements(entry.tensor.shape, SizeOf(Dtype::kF32));
    if (!elements) {
      return Wrong(entry.name, fmt::format("its shape {} overflows", ToString(entry.tensor.shape)));
    }
    entry.stored_bytes = static_cast<std::uint64_t>(*elements) * StoredSize(entry);
    entry.decoded_bytes = static_cast<std::uint64_t>(*elements) * SizeOf(entry.tensor.dtype);
    return {};
  }

  Result<> ReadQuantization(const json& source, Entry& entry) const {
    const std::string dtype = source.is_object() ? TextOr(source, "dtype", "none") : "none";
    const Dtype target = entry.tensor.dtype;
    if (dtype == "float16" && target == Dtype::kF32) {
      entry.storage = Storage::kFloat16;
      return {};
    }
    if ((dtype != "uint8" && dtype != "uint16") || target == Dtype::kU8) {
      return Wrong(entry.name, fmt::format("cannot be quantised as {}", dtype));
    }
    entry.storage = dtype == "uint8" ? Storage::kUint8 : Storage::kUint16;
    const auto scale = source.find("scale");
    const auto min = source.find("min");
    if (scale == source.end() || min == source.end() || !scale->is_number() || !min->is_number()) {
      return Wrong(entry.name, "its quantization lacks scale or min");
    }
    entry.scale = scale->get<double>();
    entry.min = min->get<double>();
    // Every value that the integers can stand for must fit the type, so that decoding need not check each.
    const double largest = std::abs(entry.scale) * 65535.0 + std::abs(entry.min) + 1.0;
    const double limit = target == Dtype::kF32 ? std::numeric_limits<float>::max() : 2147483647.0;
    if (!(largest <= limit)) {
      return Wrong(entry.name, "its quantization leaves the range of its dtype");
    }
    return {};
  }

  [[nodiscard]] tl::unexpected<Error> Wrong(const std::string& name, std::string_view problem) const {
    return Fail(ErrorKind::kModel, "{}: tensor {}: {}", file_, name, problem);
  }

  const std::string& file_;
  std::set<std::string> seen_paths_;
  std::set<std::string> seen_names_;
};

Result<> ReadShards(const std::string& file, ShardReader read_shard, Group& group) {
  for (const std::string& path : group.paths) {
    if (auto read = read_shard(path, group.stored_bytes - group.bytes.size(), group.bytes); !read) {
      return read;
    }
  }
  if (group.bytes.size() != group.stored_bytes) {
    return Fail(ErrorKind::kModel, "{}: the shards {} have {} bytes together, but their tensors need {}", file,
                fmt::join(group.paths, ", "), group.bytes.size(), group.stored_bytes);
  }
  return {};
}

// Calls decode(q) -> Value for each stored element. Stored and decoded bytes may be unaligned.
template <typename Stored, typename Decode>
void DecodeAll(std::span<const std::byte> stored, std::byte* decoded, Decode decode) {
  for (std::size_t i = 0; i < stored.size() / sizeof(Stored); ++i) {
    Stored quantised;
    std::memcpy(&quantised, stored.data() + i * sizeof(Stored), sizeof(Stored));
    const auto value = decode(quantised);
    std::memcpy(decoded + i * sizeof(value), &value, sizeof(value));
  }
}

template <typename Stored>
void Dequantise(const Entry& entry, std::span<const std::byte> stored, std::byte* decoded) {
  const double scale = entry.scale;
  const double min = entry.min;
  if (entry.tensor.dtype == Dtype::kI32) {
    DecodeAll<Stored>(stored, decoded,
                      [=](Stored q) { return static_cast<std::int32_t>(std::floor(q * scale + min + 0.5)); });
  } else {
    DecodeAll<Stored>(stored, decoded, [=](Stored q) { return static_cast<float>(q * scale + min); });
  }
}

void Decode(const Entry& entry, std::span<const std::byte> stored, std::byte* decoded) {
  switch (entry.storage) {
    case Storage::kPlain:
      std::copy(stored.begin(), stored.end(), decoded);
      break;
    case Storage::kUint8:
      Dequantise<std::uint8_t>(entry, stored, decoded);
      break;
    case Storage::kUint16:
      Dequantise<std::uint16_t>(entry, stored, decoded);
      break;
    case Storage::kFloat16:
      DecodeAll<std::uint16_t>(stored, decoded, HalfToFloat);
      break;
  }
}

std::uint64_t Aligned(std::uint64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

// The groups have their bytes: sizes are no longer claims of the file, so the sum is safe to allocate.
void DecodeGroups(std::span<Group> groups, TfjsWeights& weights) {
  std::uint64_t total = 0;
  for (const Group& group : groups) {
    for (const Entry& entry : group.entries) {
      total += Aligned(entry.decoded_bytes);
    }
  }
  weights.storage = Buffer(total);
  std::byte* target = weights.storage.data();
  for (Group& group : groups) {
    std::span<const std::byte> stored(group.bytes);
    for (Entry& entry : group.entries) {
      Decode(entry, stored.first(entry.stored_bytes), target);
      entry.tensor.bytes = {target, entry.decoded_bytes};
      stored = stored.subspan(entry.stored_bytes);
      target += Aligned(entry.decoded_bytes);
      weights.tensors.emplace(std::move(entry.name), std::move(entry.tensor));
    }
    group.bytes = {};
  }
}

}  // namespace

Result<TfjsWeights> ParseTfjs(std::string_view text, const std::string& name, ShardReader read_shard) {
  auto document = ParseStrictJson(text, name, kMaxJsonDepth);
  if (!document) {
    return Forward(document);
  }
  const json* manifest = FindManifest(*document);
  if (manifest == nullptr) {
    return Fail(ErrorKind::kModel, "{}: has no weights manifest of TensorFlow.js", name);
  }
  ManifestReader reader(name);
  std::vector<Group> groups;
  for (const json& source : *manifest) {
    auto group = reader.ReadGroup(source);
    if (!group) {
      return Forward(group);
    }
    groups.push_back(std::move(*group));
  }
  for (Group& group : groups) {
    if (auto read = ReadShards(name, read_shard, group); !read) {
      return Forward(read);
    }
  }
  TfjsWeights weights;
  DecodeGroups(groups, weights);
  if (document->is_object() && document->contains("modelTopology")) {
    weights.topology = std::move((*document)["modelTopology"]);
  }
  return weights;
}

bool IsTfjs(const fs::path& path) {
  const auto text = ReadTextFile(path, kMaxJsonBytes, ErrorKind::kModel);
  if (!text) {
    return false;
  }
  const std::size_t start = text->find_first_not_of(" \t\r\n");
  if (start == std::string::npos || ((*text)[start] != '{' && (*text)[start] != '[')) {
    return false;
  }
  const auto document = ParseStrictJson(*text, path.string(), kMaxJsonDepth);
  return document && FindManifest(*document) != nullptr;
}

Result<TfjsWeights> ReadTfjs(const fs::path& json_path) {
  auto text = ReadTextFile(json_path, kMaxJsonBytes, ErrorKind::kModel);
  if (!text) {
    return Forward(text);
  }
  const fs::path folder = json_path.parent_path();
  return ParseTfjs(*text, json_path.string(),
                   [&](const std::string& shard, std::uint64_t max_bytes, std::vector<std::byte>& bytes) {
                     return AppendFile(folder / shard, max_bytes, ErrorKind::kModel, bytes);
                   });
}

}  // namespace godwit::core

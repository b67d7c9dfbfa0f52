#include "core/weights/hdf5.h"

#include <algorithm>
#include <utility>

#include "core/weights/byte_reader.h"
#include "core/weights/hdf5_messages.h"
#include "core/weights/weight_table.h"

namespace godwit::core {
namespace {

// Widths of addresses and lengths; the superblock says so.
constexpr std::size_t kAddress = 8;
constexpr std::uint64_t kUndefined = ~std::uint64_t{0};

// What a member of a group and an object of a heap take in a file at least.
constexpr std::uint64_t kMemberBytes = 40;
constexpr std::uint64_t kHeapObjectBytes = 16;

enum MessageType : std::uint16_t {
  kDataspace = 0x01,
  kLinkInfo = 0x02,
  kDatatype = 0x03,
  kLayout = 0x08,
  kExternalFiles = 0x07,
  kFilters = 0x0B,
  kAttribute = 0x0C,
  kContinuation = 0x10,
  kSymbolTable = 0x11,
};

bool StartsWith(std::span<const std::byte> bytes, std::string_view magic) {
  return bytes.size() >= magic.size() &&
         std::equal(magic.begin(), magic.end(), reinterpret_cast<const char*>(bytes.data()));
}

}  // namespace

tl::unexpected<Error> Hdf5File::Damaged(std::string_view what) const {
  return Fail(ErrorKind::kModel, "{}: damaged: {} is not sound HDF5; get the file again", name_, what);
}

// Nodes, messages and names may be pointed to at will: without a limit, a small file could keep a reader busy for ever,
// or make it copy the same name thousands of times. In a sound file every step is over some bytes of its own, which are
// read a few times at most: the root's header for each of its attributes and its members.
Result<> Hdf5File::Spend(std::uint64_t bytes) {
  constexpr std::uint64_t kTimes = 8;
  constexpr std::uint64_t kAtLeast = 1024;
  spent_ += bytes;
  if (spent_ / kTimes > bytes_.size() + kAtLeast) {
    return Damaged("its structure, which refers to itself,");
  }
  return {};
}

Result<Hdf5File> Hdf5File::Parse(std::span<const std::byte> bytes, std::string name) {
  constexpr std::string_view kSignature{"\x89HDF\r\n\x1A\n", 8};
  Hdf5File file(bytes, std::move(name));
  if (!StartsWith(bytes, kSignature)) {
    return Fail(ErrorKind::kModel, "{}: is not an HDF5 file", file.name_);
  }
  ByteReader reader(bytes, kSignature.size());
  const auto version = reader.Number(1);
  if (version > 1) {
    return Fail(ErrorKind::kModel,
                "{}: is HDF5 in a layout that Godwit does not read (superblock {}); save it without libver='latest'",
                file.name_, version);
  }
  reader.Take(4);  // versions of parts
  const bool wide = reader.Number(1) == kAddress && reader.Number(1) == kAddress;
  reader.Take(1 + 4 + 4 + (version == 1 ? 4 : 0));  // sizes of B-trees, flags
  const auto base = reader.Number(kAddress);
  reader.Take(4 * kAddress);  // free space, end, driver; and the offset of the root's name, which has none
  file.root_ = reader.Number(kAddress);
  if (!reader.ok() || !wide || base != 0) {
    return file.Damaged("its superblock");
  }
  return file;
}

Result<std::vector<Hdf5File::Message>> Hdf5File::ReadHeader(std::uint64_t address) {
  ByteReader header(bytes_, address);
  const auto version = header.Number(1);
  header.Take(1);
  const auto count = header.Number(2);
  header.Take(4);  // references
  const auto size = header.Number(4);
  header.Take(4);  // padding
  ByteReader block(header.Take(size));
  if (!header.ok() || version != 1) {
    return Damaged("an object header");
  }
  std::vector<Message> messages;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> more;  // address and size of blocks that go on
  std::size_t blocks_read = 0;
  constexpr std::size_t kMessageHeader = 8;
  for (std::uint64_t i = 0; i < count; ++i) {
    while (block.rest().size() < kMessageHeader && blocks_read < more.size()) {
      const auto [at, bytes] = more[blocks_read++];
      block = ByteReader(ByteReader(bytes_, at).Take(bytes));
    }
    Message message;
    message.type = static_cast<std::uint16_t>(block.Number(2));
    const auto bytes = block.Number(2);
    message.flags = static_cast<std::uint8_t>(block.Number(1));
    block.Take(3);
    message.body = block.Take(bytes);
    if (!block.ok()) {
      return Damaged("an object header");
    }
    if (auto spent = Spend(kMessageHeader + message.body.size()); !spent) {
      return Forward(spent);
    }
    if (message.type == kContinuation) {
      ByteReader place(message.body);
      const auto at = place.Number(kAddress);
      more.emplace_back(at, place.Number(kAddress));
    } else {
      messages.push_back(message);
    }
  }
  return messages;
}

Result<> Hdf5File::ReadLeaf(std::uint64_t node, std::span<const std::byte> names, Members& members) {
  ByteReader reader(bytes_, node);
  const bool is_leaf = StartsWith(reader.Take(4), "SNOD");
  reader.Take(2);
  const auto count = reader.Number(2);
  if (auto spent = Spend(count); !spent) {
    return spent;
  }
  for (std::uint64_t i = 0; is_leaf && i < count && reader.ok(); ++i) {
    const auto name_at = reader.Number(kAddress);
    const auto header_at = reader.Number(kAddress);
    const auto cache = reader.Number(4);
    reader.Take(4 + 16);
    constexpr std::uint64_t kSymbolicLink = 2;
    if (cache == kSymbolicLink) {
      continue;  // to wherever; whoever asks for its name is told that there is none
    }
    if (name_at >= names.size()) {
      return Damaged("a name");
    }
    std::string name = UntilZero(names.subspan(static_cast<std::size_t>(name_at)));
    if (auto spent = Spend(kMemberBytes + name.size()); !spent) {
      return spent;
    }
    members[std::move(name)] = header_at;
  }
  return is_leaf && reader.ok() ? Result<>() : Damaged("the list of a group's members");
}

Result<std::span<const std::byte>> Hdf5File::ReadNames(std::uint64_t heap) {
  ByteReader reader(bytes_, heap);
  const bool is_heap = StartsWith(reader.Take(4), "HEAP");
  reader.Take(4);
  const auto bytes = reader.Number(kAddress);
  reader.Take(kAddress);
  ByteReader names(bytes_, reader.Number(kAddress));
  const auto taken = names.Take(bytes);
  if (!is_heap || !reader.ok() || !names.ok()) {
    return Damaged("the list of a group's names");
  }
  return taken;
}

Result<> Hdf5File::ReadTree(std::uint64_t node, std::span<const std::byte> names, std::uint64_t max_level,
                            Members& members) {
  ByteReader reader(bytes_, node);
  const bool is_group = StartsWith(reader.Take(4), "TREE") && reader.Number(1) == 0;
  const auto level = reader.Number(1);
  const auto count = reader.Number(2);
  reader.Take(2 * kAddress);  // siblings
  if (!is_group || level > max_level) {
    return Damaged("the tree of a group's members");
  }
  for (std::uint64_t i = 0; i < count; ++i) {
    reader.Take(kAddress);  // the first name below
    const auto child = reader.Number(kAddress);
    if (!reader.ok()) {
      return Damaged("the tree of a group's members");
    }
    auto read = Spend(1);
    if (read) {
      read = level == 0 ? ReadLeaf(child, names, members) : ReadTree(child, names, level - 1, members);
    }
    if (!read) {
      return read;
    }
  }
  return {};
}

Result<const Hdf5File::Members*> Hdf5File::ReadGroup(std::uint64_t address) {
  if (const auto known = groups_.find(address); known != groups_.end()) {
    return &known->second;
  }
  const auto messages = ReadHeader(address);
  if (!messages) {
    return tl::unexpected<Error>(messages.error());
  }
  Members members;
  for (const Message& message : *messages) {
    if (message.type == kLinkInfo) {
      return Fail(ErrorKind::kModel,
                  "{}: a group is in a layout that Godwit does not read (links to other files, or libver='latest'); "
                  "save it anew with h5py's defaults",
                  name_);
    }
    if (message.type == kSymbolTable) {
      ByteReader reader(message.body);
      const auto tree = reader.Number(kAddress);
      const auto names = ReadNames(reader.Number(kAddress));
      if (!names) {
        return tl::unexpected<Error>(names.error());
      }
      constexpr std::uint64_t kMaxLevel = 16;  // far above any group's
      if (auto read = ReadTree(tree, *names, kMaxLevel, members); !read) {
        return Forward(read);
      }
    }
  }
  return &(groups_[address] = std::move(members));
}

Result<std::optional<std::uint64_t>> Hdf5File::Find(std::string_view path) {
  std::uint64_t address = root_;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part.empty()) {
      continue;
    }
    const auto group = ReadGroup(address);
    if (!group) {
      return tl::unexpected<Error>(group.error());
    }
    const auto found = (*group)->find(part);
    if (found == (*group)->end()) {
      return std::nullopt;
    }
    address = found->second;
  }
  return address;
}

Result<std::vector<Hdf5File::Message>> Hdf5File::ReadObject(std::string_view path) {
  auto found = Find(path);
  if (!found) {
    return Forward(found);
  }
  if (!*found) {
    return Fail(ErrorKind::kModel, "{}: '{}' is missing; the file is not whole", name_, path);
  }
  return ReadHeader(**found);
}

Result<bool> Hdf5File::Contains(std::string_view path) {
  return Find(path).map([](const auto& found) { return found.has_value(); });
}

Result<std::vector<std::int64_t>> Hdf5File::ReadShape(std::span<const std::byte> dataspace, const std::string& what) {
  ByteReader reader(dataspace);
  const auto version = reader.Number(1);
  const auto rank = reader.Number(1);
  reader.Take(version == 1 ? 6 : 2);  // flags and kind
  constexpr std::uint64_t kMaxRank = 32;
  std::vector<std::int64_t> shape;
  for (std::uint64_t i = 0; i < std::min(rank, kMaxRank); ++i) {
    const auto extent = reader.Number(kAddress);
    if (!std::in_range<std::int64_t>(extent)) {
      return Damaged(fmt::format("the shape of {}", what));
    }
    shape.push_back(static_cast<std::int64_t>(extent));
  }
  if (!reader.ok() || rank > kMaxRank || version < 1 || version > 2) {
    return Damaged(fmt::format("the shape of {}", what));
  }
  return shape;
}

Result<const Hdf5File::Heap*> Hdf5File::ReadHeap(std::uint64_t address, const std::string& what) {
  if (const auto known = heaps_.find(address); known != heaps_.end()) {
    return &known->second;
  }
  ByteReader reader(bytes_, address);
  const bool is_heap = StartsWith(reader.Take(4), "GCOL");
  reader.Take(4);
  const auto size = reader.Number(kAddress);
  constexpr std::uint64_t kHeader = 16;
  ByteReader objects(reader.Take(size > kHeader ? size - kHeader : 0));
  if (!is_heap || !reader.ok()) {
    return Damaged(what);
  }
  Heap heap;
  while (!objects.rest().empty()) {
    const auto index = objects.Number(2);
    objects.Take(6);
    const auto bytes = objects.Number(kAddress);
    if (index == 0) {
      break;  // free space, up to the end
    }
    const auto object = objects.Take(bytes);
    objects.Take(std::min<std::uint64_t>(PaddedTo8(object.size()) - object.size(), objects.rest().size()));
    if (!objects.ok()) {
      return Damaged(what);
    }
    if (auto spent = Spend(kHeapObjectBytes); !spent) {
      return Forward(spent);
    }
    heap[index] = object;
  }
  return &(heaps_[address] = std::move(heap));
}

Result<std::vector<std::string>> Hdf5File::ReadStrings(const Message& message, const std::string& what) {
  const auto attribute = ParseHdf5Attribute(message.body);
  if (!attribute) {
    return Damaged(what);
  }
  const auto shape = ReadShape(attribute->dataspace, what);
  if (!shape) {
    return tl::unexpected<Error>(shape.error());
  }
  const auto count = CheckedElements(*shape, sizeof(std::string));
  if (!count) {
    return Damaged(what);
  }
  if (*count == 0) {  // h5py gives an empty list any type
    return std::vector<std::string>();
  }
  ByteReader type(attribute->datatype);
  const auto type_class = type.Number(1) & 0xFU;
  const bool variable = type_class == kHdf5VariableLength && (type.Number(3) & 0xFU) == 1;
  if (!variable && type_class != kHdf5String) {
    return Fail(ErrorKind::kModel, "{}: {} is no text", name_, what);
  }
  ByteReader size(attribute->datatype, 4);
  const auto element_bytes = size.Number(4);
  if (element_bytes == 0 || static_cast<std::uint64_t>(*count) > attribute->data.size() / element_bytes) {
    return Damaged(what);
  }
  std::vector<std::string> strings;
  ByteReader data(attribute->data);
  for (std::int64_t i = 0; i < *count; ++i) {
    ByteReader element(data.Take(element_bytes));
    if (!variable) {
      strings.push_back(UntilZero(element.rest()));
      continue;
    }
    const auto length = element.Number(4);
    const auto collection = element.Number(kAddress);
    const auto index = element.Number(4);
    // The same text may be named many times; what comes out must not be more than the file.
    if (auto spent = Spend(length); !spent) {
      return Forward(spent);
    }
    const auto heap = ReadHeap(collection, what);
    if (!heap) {
      return tl::unexpected<Error>(heap.error());
    }
    const auto object = (*heap)->find(index);
    if (!element.ok() || object == (*heap)->end() || length > object->second.size()) {
      return Damaged(what);
    }
    strings.emplace_back(reinterpret_cast<const char*>(object->second.data()), length);
  }
  return strings;
}

Result<std::optional<std::vector<std::string>>> Hdf5File::ReadStrings(std::string_view path,
                                                                      std::string_view attribute) {
  auto messages = ReadObject(path);
  if (!messages) {
    return Forward(messages);
  }
  constexpr std::uint8_t kShared = 2;  // the message only says where it is
  for (const Message& message : *messages) {
    const auto parsed =
        message.type == kAttribute && (message.flags & kShared) == 0 ? ParseHdf5Attribute(message.body) : std::nullopt;
    if (parsed && parsed->name == attribute) {
      auto strings = ReadStrings(message, fmt::format("attribute '{}' of '{}'", attribute, path));
      if (!strings) {
        return Forward(strings);
      }
      return *std::move(strings);
    }
  }
  return std::nullopt;
}

Result<Hdf5Floats> Hdf5File::ReadFloats(std::string_view path) {
  auto messages = ReadObject(path);
  if (!messages) {
    return Forward(messages);
  }
  const auto find = [&](MessageType type) {
    const auto found = std::ranges::find(*messages, type, &Message::type);
    return found == messages->end() ? std::span<const std::byte>() : found->body;
  };
  const std::string what = fmt::format("dataset '{}'", path);
  auto shape = ReadShape(find(kDataspace), what);
  if (!shape) {
    return Forward(shape);
  }
  Hdf5Floats floats{.shape = *std::move(shape), .element_bytes = Hdf5FloatBytes(find(kDatatype)), .bytes = {}};
  if (floats.element_bytes == 0) {
    return Fail(ErrorKind::kModel, "{}: {} does not hold little-endian floats of 16, 32 or 64 bits", name_, what);
  }
  enum : std::uint64_t { kCompact = 0, kContiguous = 1 };
  ByteReader layout(find(kLayout));
  const auto version = layout.Number(1);
  const auto kind = layout.Number(1);
  if (!find(kFilters).empty() || !find(kExternalFiles).empty() || (version == 3 && kind > kContiguous)) {
    return Fail(ErrorKind::kModel, "{}: {} is compressed, in chunks or in another file; save it anew without that",
                name_, what);
  }
  if (kind == kCompact) {
    floats.bytes = layout.Take(layout.Number(2));
  } else {
    const auto at = layout.Number(kAddress);
    const auto size = layout.Number(kAddress);
    ByteReader data(bytes_, at == kUndefined ? 0 : at);  // undefined: nothing was ever written
    floats.bytes = data.Take(at == kUndefined ? 0 : size);
    if (!data.ok()) {
      return Fail(ErrorKind::kModel, "{}: {} ends behind the end of the file, which is cut off", name_, what);
    }
  }
  const auto element_bytes = static_cast<std::size_t>(floats.element_bytes);
  const auto elements = CheckedElements(floats.shape, element_bytes);
  if (!layout.ok() || version != 3 || !elements ||
      static_cast<std::uint64_t>(*elements) * element_bytes != floats.bytes.size()) {
    return Damaged(what);
  }
  return floats;
}

}  // namespace godwit::core

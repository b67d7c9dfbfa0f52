// What Keras' weight files use of HDF5: groups, attributes that are strings, datasets of floats. The format in short
// (HDF5 File Format Specification 3.0): a superblock names the object header of the root group; an object header is a
// list of messages. A group's symbol table message names a B-tree, whose leaves list the members' names (in a heap) and
// object headers. A dataset's messages are its shape, its element type and where its bytes are. Texts of any length are
// in global heaps.
//
// This is no binding of the HDF5 library, since that is not meant for files that nobody vouches for (docs/adr/0006).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace godwit::core {

// IEEE floats, little-endian and row-major. The bytes are the file's.
struct Hdf5Floats {
  std::vector<std::int64_t> shape;
  int element_bytes = 4;  // 2, 4 or 8
  std::span<const std::byte> bytes;
};

// A file in memory. Everything is checked where it is read, so that damaged files give errors (kModel, naming the file
// and the object) and are read in time proportional to their size; what is returned is at most a few times as large.
// Not thread-safe.
class Hdf5File {
 public:
  // Reads the superblock. `bytes` must outlive the object and what it returns. Errors: not HDF5, or of the layout that
  // the library writes only where asked for the latest (libver='latest').
  static Result<Hdf5File> Parse(std::span<const std::byte> bytes, std::string name);

  // The strings of an attribute, fixed or variable in length, one or a list of them; nothing where the object has no
  // attribute of that name. Paths are names joined by '/'; the root is "".
  Result<std::optional<std::vector<std::string>>> ReadStrings(std::string_view path, std::string_view attribute);

  // A dataset that lies in one piece. Errors also: one in chunks (compressed), in another file, of another type.
  Result<Hdf5Floats> ReadFloats(std::string_view path);

  // Whether there is an object of that name. Errors: a group on the way that is damaged.
  Result<bool> Contains(std::string_view path);

 private:
  struct Message {
    std::uint16_t type = 0;
    std::uint8_t flags = 0;
    std::span<const std::byte> body;
  };
  using Members = std::map<std::string, std::uint64_t, std::less<>>;  // name, address of the object header
  using Heap = std::map<std::uint64_t, std::span<const std::byte>>;   // index, a text of any length

  Hdf5File(std::span<const std::byte> bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}

  Result<std::optional<std::uint64_t>> Find(std::string_view path);
  // The messages of the object of that name, which must exist.
  Result<std::vector<Message>> ReadObject(std::string_view path);
  Result<std::vector<Message>> ReadHeader(std::uint64_t address);
  Result<const Members*> ReadGroup(std::uint64_t address);
  Result<std::span<const std::byte>> ReadNames(std::uint64_t heap);
  Result<> ReadTree(std::uint64_t node, std::span<const std::byte> names, std::uint64_t max_level, Members& members);
  Result<> ReadLeaf(std::uint64_t node, std::span<const std::byte> names, Members& members);
  Result<std::vector<std::string>> ReadStrings(const Message& attribute, const std::string& what);
  Result<std::vector<std::int64_t>> ReadShape(std::span<const std::byte> dataspace, const std::string& what);
  Result<const Heap*> ReadHeap(std::uint64_t address, const std::string& what);
  // Counts work against the size of the file.
  Result<> Spend(std::uint64_t bytes);
  [[nodiscard]] tl::unexpected<Error> Damaged(std::string_view what) const;

  std::span<const std::byte> bytes_;
  std::string name_;
  std::uint64_t root_ = 0;
  std::uint64_t spent_ = 0;
  // Those read so far, by address.
  std::map<std::uint64_t, Members> groups_;
  std::map<std::uint64_t, Heap> heaps_;
};

}  // namespace godwit::core

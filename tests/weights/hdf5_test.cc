// On files that no library writes. Those of h5py are read in keras_h5_test.cc.
#include "core/weights/hdf5.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/allocation_counter.h"

namespace godwit::core {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::SizeIs;

std::string Number(std::uint64_t value, std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes; ++i) {
    text += static_cast<char>(value >> (8 * i));
  }
  return text;
}

std::string Zeros(std::size_t bytes) { return std::string(bytes, '\0'); }

constexpr std::uint64_t kHeapObject = 16;  // bytes of its header, and here of its text as well
constexpr std::uint64_t kUnit = 2 * kHeapObject;

// The header of a global heap of `bytes` after it. As an object's text it is as good as any.
std::string HeapHeader(std::uint64_t bytes) { return "GCOL" + Number(1, 4) + Number(kHeapObject + bytes, 8); }

// A root group whose attribute "names" is a list of empty texts, the i-th in the i-th of `heaps` heaps. Each heap
// begins within an object of the one before and goes on to the end of the file: all of them together hold heaps * heaps
// / 2 objects, the file no more than heaps + 1.
std::string OverlappingHeaps(std::uint64_t heaps) {
  const std::string name = "names";
  const std::string text = Number(0x19, 1) + Number(1, 3) + Number(kHeapObject, 4);  // of variable length
  const std::string list = Number(2, 1) + Number(1, 1) + Number(0, 2) + Number(heaps, 8);
  const std::string head = Number(3, 1) + Number(0, 1) + Number(name.size(), 2) + Number(text.size(), 2) +
                           Number(list.size(), 2) + Number(0, 1) + name + text + list;
  const std::uint64_t attribute_bytes = head.size() + kHeapObject * heaps;

  const std::string superblock =
      std::string("\x89HDF\r\n\x1A\n", 8) + Zeros(5) + Number(8, 1) + Number(8, 1) + Zeros(9 + 8 + 32);
  const std::uint64_t root = superblock.size() + 8;
  const std::string header = Number(1, 1) + Number(0, 1) + Number(1, 2) + Number(1, 4) +
                             Number(8 + attribute_bytes, 4) + Number(0, 4) + Number(0x0C, 2) +
                             Number(attribute_bytes, 2) + Number(0, 4);
  const std::uint64_t first_heap = root + header.size() + attribute_bytes;
  std::string elements;
  std::string objects;
  for (std::uint64_t i = 0; i < heaps; ++i) {
    elements += Number(0, 4) + Number(first_heap + kUnit * i, 8) + Number(i + 1, 4);
    objects += HeapHeader(kUnit * (heaps - i)) + Number(i + 1, 8) + Number(kHeapObject, 8);
  }
  // The last object has a text, too.
  return superblock + Number(root, 8) + header + head + elements + objects + Zeros(kHeapObject);
}

Result<std::optional<std::vector<std::string>>> ReadNames(const std::string& bytes) {
  auto file = Hdf5File::Parse(std::as_bytes(std::span(bytes)), "file");
  EXPECT_TRUE(file);
  return file->ReadStrings("", "names");
}

TEST(Hdf5, ReadsTextsOfSeveralHeaps) {
  for (const std::uint64_t heaps : {1, 3}) {
    const auto names = ReadNames(OverlappingHeaps(heaps));
    ASSERT_TRUE(names) << names.error().message;
    ASSERT_TRUE(names->has_value());
    EXPECT_THAT(**names, SizeIs(heaps));
    EXPECT_THAT(**names, Each(""));
  }
}

TEST(Hdf5, HeapsThatOverlapClaimNoMoreThanTheFileHas) {
  const std::string bytes = OverlappingHeaps(2000);
  const long before = tests::Allocations();
  const auto names = ReadNames(bytes);
  const long allocations = tests::Allocations() - before;  // one for each object
  ASSERT_FALSE(names);
  EXPECT_THAT(names.error().message, HasSubstr("refers to itself"));
  EXPECT_LT(allocations, static_cast<long>(bytes.size()));
}

}  // namespace
}  // namespace godwit::core

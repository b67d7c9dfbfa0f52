#include "core/tensor/buffer.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include <gmock/gmock.h>

namespace godwit::core {
namespace {

// On either side of the size from which memory is mapped.
constexpr std::size_t kSizes[] = {
    0, 1, 63, 4096, (std::size_t{1} << 20) - kTailBytes - 1, (std::size_t{1} << 20) - kTailBytes, std::size_t{3} << 20};

TEST(Buffer, IsAlignedAndWritableToTheEndOfItsTail) {
  for (const std::size_t size : kSizes) {
    Buffer buffer(size);
    EXPECT_EQ(buffer.size(), size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % kAlignment, 0U);
    std::memset(buffer.data(), 0x5A, size + kTailBytes);
  }
}

TEST(Buffer, MovesWithoutCopying) {
  for (const std::size_t size : kSizes) {
    Buffer first(size);
    const std::byte* const data = first.data();
    Buffer second(std::move(first));
    EXPECT_EQ(second.data(), data);
    Buffer third(128);
    third = std::move(second);
    EXPECT_EQ(third.data(), data);
    EXPECT_EQ(third.size(), size);
  }
}

TEST(Buffer, LeavesAnEmptyOneBehind) {
  Buffer first(100);
  const Buffer second(std::move(first));
  first = Buffer();
  EXPECT_EQ(first.data(), nullptr);
  EXPECT_EQ(first.size(), 0U);
  EXPECT_EQ(second.size(), 100U);
}

TEST(Buffer, ReserveKeepsMemoryThatSufficesAndGrowsOtherwise) {
  Buffer buffer(100);
  const std::byte* const data = buffer.data();
  buffer.Reserve(40);
  EXPECT_EQ(buffer.data(), data);
  EXPECT_EQ(buffer.size(), 100U);
  buffer.Reserve(std::size_t{2} << 20);
  EXPECT_EQ(buffer.size(), std::size_t{2} << 20);
  std::memset(buffer.data(), 0, buffer.size());
}

}  // namespace
}  // namespace godwit::core

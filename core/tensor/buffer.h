// Raw memory for tensors, packed weights and pixels.
#pragma once

#include <cstddef>
#include <utility>

namespace godwit::core {

inline constexpr std::size_t kAlignment = 64;  // bytes: one cache line, one AVX-512 register
inline constexpr std::size_t kTailBytes =
    64;  // readable bytes behind the end, so that kernels may load whole registers

// Owns `size` bytes, aligned to kAlignment, with kTailBytes readable behind them. Move-only. The contents are
// uninitialised. Large buffers come from mmap with all pages present: touching fresh pages one fault at a time costs
// several times more than asking for them at once.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t size);
  ~Buffer();
  Buffer(Buffer&& other) noexcept { Swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    Buffer taken(std::move(other));
    Swap(taken);
    return *this;
  }

  [[nodiscard]] std::byte* data() { return data_; }
  [[nodiscard]] const std::byte* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }

  // Makes room for at least `size` bytes, keeping the memory where it suffices (the contents are lost otherwise).
  void Reserve(std::size_t size) {
    if (size > size_) {
      *this = Buffer();  // first give back: the two never exist at once
      *this = Buffer(size);
    }
  }

 private:
  void Swap(Buffer& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(mapped_bytes_, other.mapped_bytes_);
  }

  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t mapped_bytes_ = 0;  // 0: from the heap
};

}  // namespace godwit::core

#include "core/tensor/buffer.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace godwit::core {
namespace {

// Below this a page fault or two costs less than the two system calls.
constexpr std::size_t kMapFrom = std::size_t{128} << 10;

// Makes pages present part by part: while the kernel does so, no other thread of the process gets or gives back memory,
// and one of them may have a window to keep alive. Linux before 5.14 refuses; pages then come as they are touched.
void MakePresent(std::byte* data, std::size_t bytes) {
  constexpr std::size_t kPart = std::size_t{2} << 20;
  for (std::size_t begin = 0; begin < bytes; begin += kPart) {
    if (::madvise(data + begin, std::min(kPart, bytes - begin), MADV_POPULATE_WRITE) != 0) {
      return;
    }
  }
}

}  // namespace

Buffer::Buffer(std::size_t size) : size_(size) {
  const std::size_t bytes = size + kTailBytes;
  if (bytes >= kMapFrom) {
    void* mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) {
      throw std::bad_alloc();
    }
    data_ = static_cast<std::byte*>(mapped);
    mapped_bytes_ = bytes;
    MakePresent(data_, bytes);
  } else {
    data_ = static_cast<std::byte*>(::operator new (bytes, std::align_val_t{kAlignment}));
  }
}

Buffer::~Buffer() {
  if (mapped_bytes_ != 0) {
    ::munmap(data_, mapped_bytes_);
  } else if (data_ != nullptr) {
    ::operator delete (data_, std::align_val_t{kAlignment});
  }
}

}  // namespace godwit::core

#include "core/tensor/buffer.h"

#include <sys/mman.h>

#include <new>

namespace godwit::core {
namespace {

// Below this a page fault or two costs less than the two system calls.
constexpr std::size_t kMapFrom = std::size_t{128} << 10;

}  // namespace

Buffer::Buffer(std::size_t size) : size_(size) {
  const std::size_t bytes = size + kTailBytes;
  if (bytes >= kMapFrom) {
    void* mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (mapped == MAP_FAILED) {
      throw std::bad_alloc();
    }
    data_ = static_cast<std::byte*>(mapped);
    mapped_bytes_ = bytes;
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

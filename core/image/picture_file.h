// Picture files as bytes. Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/tensor/buffer.h"

namespace godwit::core {

inline constexpr std::size_t kSniffedBytes = 32;  // what SniffImageFormat needs

tl::unexpected<Error> NotAPicture(std::string_view name);
tl::unexpected<Error> EmptyFile(std::string_view name);

// The most bytes that a picture file within a limit of pixels may have: uncompressed 16-bit RGBA and much metadata.
std::int64_t MaxPictureBytes(std::int64_t max_pixels);

// Reads a file into `buffer`, or its first `at_most` bytes. It is read, not mapped: a mapped file that somebody else
// cuts short kills the process. Errors: kInput, naming the path: unreadable, no regular file, empty, not a picture by
// its first bytes (a film of many gigabytes is refused without being read), more than max_bytes. Throws std::bad_alloc.
Result<std::span<const std::byte>> ReadPicture(const std::filesystem::path& path, std::int64_t max_bytes,
                                               Buffer& buffer, std::size_t at_most = SIZE_MAX);

}  // namespace godwit::core

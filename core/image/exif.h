// The one EXIF entry that decides how a photo is shown.
#pragma once

#include <cstddef>
#include <span>

namespace godwit::core {

// The orientation, 1..8, in an EXIF block: "Exif\0\0" and a TIFF structure (JPEG's APP1 segment), or the structure
// alone (PNG's eXIf, WebP's EXIF chunk). 1, as the file is stored, where the block is damaged or says nothing: broken
// metadata must not make a photo unreadable. Thread-safe.
int ExifOrientation(std::span<const std::byte> exif);

}  // namespace godwit::core

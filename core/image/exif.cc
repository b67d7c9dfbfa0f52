#include "core/image/exif.h"

#include <libexif/exif-data.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <vector>

namespace godwit::core {
namespace {

constexpr std::array<unsigned char, 6> kExifHeader = {'E', 'x', 'i', 'f', 0, 0};

struct FreeExif {
  void operator()(ExifData* data) const { exif_data_unref(data); }
};

std::vector<unsigned char> WithHeader(std::span<const std::byte> exif) {
  std::vector<unsigned char> block;
  const bool has_header =
      exif.size() >= kExifHeader.size() && std::memcmp(exif.data(), kExifHeader.data(), kExifHeader.size()) == 0;
  block.reserve(exif.size() + kExifHeader.size());
  if (!has_header) {
    block.assign(kExifHeader.begin(), kExifHeader.end());
  }
  std::transform(exif.begin(), exif.end(), std::back_inserter(block),
                 [](std::byte byte) { return std::to_integer<unsigned char>(byte); });
  return block;
}

}  // namespace

int ExifOrientation(std::span<const std::byte> exif) {
  // Larger than a JPEG segment can be, and than the offsets of libexif, 32 bits wide, should have to bear.
  constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
  if (exif.empty() || exif.size() > kMaxBytes) {
    return 1;
  }
  const std::unique_ptr<ExifData, FreeExif> data(exif_data_new());
  if (!data) {
    return 1;
  }
  exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
  const std::vector<unsigned char> block = WithHeader(exif);
  exif_data_load_data(data.get(), block.data(), static_cast<unsigned int>(block.size()));
  const ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->components < 1 || entry->size < 2) {
    return 1;
  }
  const int orientation = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

}  // namespace godwit::core

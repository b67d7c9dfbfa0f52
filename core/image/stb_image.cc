#include "core/image/stb_image_bmp.h"

#include <limits>

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#include <stb_image.h>

namespace godwit::core {

StbPicture LoadBmp(std::span<const std::byte> bytes) {
  StbPicture picture;
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    picture.failure = "it is larger than 2 GB";
    return picture;
  }
  picture.pixels.reset(stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()),
                                             static_cast<int>(bytes.size()), &picture.width, &picture.height,
                                             &picture.channels, 0));
  picture.failure = picture.pixels ? nullptr : stbi_failure_reason();
  return picture;
}

}  // namespace godwit::core

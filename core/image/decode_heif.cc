// HEIC and AVIF through libheif, which turns the picture itself: rotation and mirroring are part of these formats, and
// the EXIF orientation they may also hold is to be ignored (ISO/IEC 23008-12).
#include <libheif/heif.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "core/image/codecs.h"
#include "core/image/upright_writer.h"

namespace godwit::core {
namespace {

struct FreeHeif {
  void operator()(heif_context* context) const { heif_context_free(context); }
  void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
  void operator()(heif_image* image) const { heif_image_release(image); }
  void operator()(heif_decoding_options* options) const { heif_decoding_options_free(options); }
};
template <typename T>
using HeifPtr = std::unique_ptr<T, FreeHeif>;

tl::unexpected<Error> HeifFailure(const EncodedImage& file, const heif_error& error) {
  if (error.code == heif_error_Unsupported_filetype || error.code == heif_error_Unsupported_feature ||
      error.code == heif_error_Plugin_loading_error) {
    return Fail(ErrorKind::kInput, "{}: this kind of HEIC or AVIF cannot be read here: {}", file.name,
                OneLine(error.message));
  }
  return Damaged(file, ImageFormat::kHeif, error.message);
}

struct Decoded {
  HeifPtr<heif_image> image;
  bool has_alpha = false;
  bool premultiplied = false;
};

Result<Decoded> DecodePrimary(const EncodedImage& file, const DecodeOptions& options, heif_context* context) {
  heif_image_handle* raw_handle = nullptr;
  if (const heif_error error = heif_context_get_primary_image_handle(context, &raw_handle); error.code != 0) {
    return HeifFailure(file, error);
  }
  const HeifPtr<heif_image_handle> handle(raw_handle);
  if (auto size =
          CheckPixels(file, heif_image_handle_get_width(raw_handle), heif_image_handle_get_height(raw_handle), options);
      !size) {
    return Forward(size);
  }
  const HeifPtr<heif_decoding_options> how(heif_decoding_options_alloc());
  if (!how) {
    throw std::bad_alloc();
  }
  how->convert_hdr_to_8bit = 1;
  how->decoder_id = "aom";  // of the AV1 decoders: dav1d prints what it finds wrong
  Decoded decoded;
  decoded.has_alpha = heif_image_handle_has_alpha_channel(raw_handle) != 0;
  decoded.premultiplied = decoded.has_alpha && heif_image_handle_is_premultiplied_alpha(raw_handle) != 0;
  heif_image* raw_image = nullptr;
  const heif_error error =
      heif_decode_image(raw_handle, &raw_image, heif_colorspace_RGB,
                        decoded.has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, how.get());
  if (error.code != 0) {
    return HeifFailure(file, error);
  }
  decoded.image.reset(raw_image);
  return decoded;
}

// A block begins with how far behind these four bytes the TIFF structure is (ISO/IEC 23008-12, A.2.1).
std::vector<std::byte> WithoutOffset(std::vector<std::byte> block) {
  constexpr std::size_t kOffsetBytes = 4;
  if (block.size() < kOffsetBytes) {
    return {};
  }
  std::size_t offset = 0;
  for (std::size_t i = 0; i < kOffsetBytes; ++i) {
    offset = offset << 8U | std::to_integer<std::size_t>(block[i]);
  }
  const std::size_t skipped = std::min(block.size(), kOffsetBytes + offset);
  block.erase(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(skipped));
  return block;
}

}  // namespace

std::vector<std::byte> HeifExif(const EncodedImage& file) {
  const HeifPtr<heif_context> context(heif_context_alloc());
  if (!context) {
    throw std::bad_alloc();
  }
  heif_image_handle* raw_handle = nullptr;
  if (heif_context_read_from_memory_without_copy(context.get(), file.data(), file.bytes.size(), nullptr).code != 0 ||
      heif_context_get_primary_image_handle(context.get(), &raw_handle).code != 0) {
    return {};
  }
  const HeifPtr<heif_image_handle> handle(raw_handle);
  heif_item_id id = 0;
  if (heif_image_handle_get_list_of_metadata_block_IDs(raw_handle, "Exif", &id, 1) < 1) {
    return {};
  }
  std::vector<std::byte> block(heif_image_handle_get_metadata_size(raw_handle, id));
  if (block.empty() || heif_image_handle_get_metadata(raw_handle, id, block.data()).code != 0) {
    return {};
  }
  return WithoutOffset(std::move(block));
}

Result<> DecodeHeif(const EncodedImage& file, const DecodeOptions& options, Photo& photo) {
  const HeifPtr<heif_context> context(heif_context_alloc());
  if (!context) {
    throw std::bad_alloc();
  }
  // Callers decode several photos at once.
  heif_context_set_max_decoding_threads(context.get(), 0);
  if (const heif_error error =
          heif_context_read_from_memory_without_copy(context.get(), file.data(), file.bytes.size(), nullptr);
      error.code != 0) {
    return HeifFailure(file, error);
  }
  const auto decoded = DecodePrimary(file, options, context.get());
  if (!decoded) {
    return tl::unexpected(decoded.error());
  }
  const int width = heif_image_get_width(decoded->image.get(), heif_channel_interleaved);
  const int height = heif_image_get_height(decoded->image.get(), heif_channel_interleaved);
  int stride = 0;
  const std::uint8_t* rows = heif_image_get_plane_readonly(decoded->image.get(), heif_channel_interleaved, &stride);
  if (rows == nullptr || width <= 0 || height <= 0) {
    return Damaged(file, ImageFormat::kHeif, "it has no pixels");
  }
  // What is coded may be larger than what the file says of it.
  if (auto size = CheckPixels(file, width, height, options); !size) {
    return size;
  }
  SetStoredSize(width, height, 1, photo);
  UprightWriter writer(width, height, 1, photo.image);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = rows + static_cast<std::ptrdiff_t>(y) * stride;
    if (!decoded->has_alpha) {
      std::memcpy(writer.NextRow(), row, static_cast<std::size_t>(width) * 3);
    } else if (decoded->premultiplied) {
      PremultipliedOverWhite(row, width, writer.NextRow());
    } else {
      StraightOverWhite(row, width, writer.NextRow());
    }
  }
  writer.Finish();
  return {};
}

}  // namespace godwit::core

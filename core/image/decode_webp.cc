// WebP through libwebp; of an animation, the first picture.
#include <webp/decode.h>
#include <webp/demux.h>

#include <cstring>
#include <memory>
#include <new>

#include "core/image/codecs.h"
#include "core/image/exif.h"
#include "core/image/upright_writer.h"
#include "core/tensor/buffer.h"

namespace godwit::core {
namespace {

struct FreeWebp {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
  void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};

std::string_view Reason(VP8StatusCode status) {
  switch (status) {
    case VP8_STATUS_NOT_ENOUGH_DATA:
      return "the file is cut off";
    case VP8_STATUS_OUT_OF_MEMORY:
      throw std::bad_alloc();
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      return "it uses an unknown feature";
    default:
      return "its bit stream is not valid";
  }
}

void WriteRgba(const std::uint8_t* rgba, int width, int height, UprightWriter& writer) {
  for (int y = 0; y < height; ++y) {
    StraightOverWhite(rgba + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 4, width,
                      writer.NextRow());
  }
}

Result<> DecodeAnimated(const EncodedImage& file, const WebPData& data, int width, int height, UprightWriter& writer) {
  WebPAnimDecoderOptions options;
  WebPAnimDecoderOptionsInit(&options);
  options.color_mode = MODE_RGBA;
  const std::unique_ptr<WebPAnimDecoder, FreeWebp> decoder(WebPAnimDecoderNew(&data, &options));
  std::uint8_t* rgba = nullptr;
  int timestamp = 0;
  if (!decoder || WebPAnimDecoderGetNext(decoder.get(), &rgba, &timestamp) == 0) {
    return Damaged(file, ImageFormat::kWebp, "the animation has no first picture");
  }
  WriteRgba(rgba, width, height, writer);
  return {};
}

Result<> DecodeStill(const EncodedImage& file, WebPDecoderConfig& config, UprightWriter& writer) {
  const int width = config.input.width;
  const int height = config.input.height;
  const bool has_alpha = config.input.has_alpha != 0;
  const std::size_t stride = static_cast<std::size_t>(width) * (has_alpha ? 4 : 3);
  Buffer pixels(stride * static_cast<std::size_t>(height));
  auto* rows = reinterpret_cast<std::uint8_t*>(pixels.data());
  config.output.colorspace = has_alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA = {rows, static_cast<int>(stride), stride * static_cast<std::size_t>(height)};
  const VP8StatusCode status = WebPDecode(file.data(), file.bytes.size(), &config);
  if (status != VP8_STATUS_OK) {
    return Damaged(file, ImageFormat::kWebp, Reason(status));
  }
  if (has_alpha) {
    WriteRgba(rows, width, height, writer);
    return {};
  }
  for (int y = 0; y < height; ++y) {
    std::memcpy(writer.NextRow(), rows + stride * static_cast<std::size_t>(y), stride);
  }
  return {};
}

}  // namespace

std::span<const std::byte> WebpExif(std::span<const std::byte> bytes) {
  const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  const std::unique_ptr<WebPDemuxer, FreeWebp> demuxer(WebPDemux(&data));
  WebPChunkIterator chunk;
  if (!demuxer || WebPDemuxGetChunk(demuxer.get(), "EXIF", 1, &chunk) == 0) {
    return {};
  }
  const std::span exif(reinterpret_cast<const std::byte*>(chunk.chunk.bytes), chunk.chunk.size);  // within the file
  WebPDemuxReleaseChunkIterator(&chunk);
  return exif;
}

Result<> DecodeWebp(const EncodedImage& file, const DecodeOptions& options, Photo& photo) {
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) {
    return Damaged(file, ImageFormat::kWebp, "libwebp is of another version than it was built for");
  }
  const VP8StatusCode status = WebPGetFeatures(file.data(), file.bytes.size(), &config.input);
  if (status != VP8_STATUS_OK) {
    return Damaged(file, ImageFormat::kWebp, Reason(status));
  }
  const int width = config.input.width;
  const int height = config.input.height;
  if (auto size = CheckPixels(file, width, height, options); !size) {
    return size;
  }
  const WebPData data{file.data(), file.bytes.size()};
  const int orientation = ExifOrientation(WebpExif(file.bytes));
  SetStoredSize(width, height, orientation, photo);
  UprightWriter writer(width, height, orientation, photo.image);
  auto result = config.input.has_animation != 0 ? DecodeAnimated(file, data, width, height, writer)
                                                : DecodeStill(file, config, writer);
  writer.Finish();
  return result;
}

}  // namespace godwit::core

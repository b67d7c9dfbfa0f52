// JPEG through libjpeg-turbo, with its usual settings (integer DCT, smooth chroma upsampling), so that a photo decoded
// at full size equals what other programs show.
//
// libjpeg reports errors by longjmp. Every call to it is inside a method of JpegReader that sets the jump's target and
// owns nothing that needs a destructor.
#include <csetjmp>
#include <cstdio>

// jpeglib.h needs FILE and size_t declared before it.
#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "core/image/codecs.h"
#include "core/image/exif.h"
#include "core/image/upright_writer.h"

namespace godwit::core {
namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr int kEndOfImage = 0xD9;
// Encoders make about ten. Thousands of empty ones in a small file would keep the decoder busy for minutes.
constexpr int kMaxScans = 200;

class JpegReader {
 public:
  explicit JpegReader(const EncodedImage& file);
  ~JpegReader() { jpeg_destroy_decompress(&info_); }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;

  // Each returns whether it went well; message() tells why not. To be called in this order.
  bool ReadHeader();
  bool Start(int denominator);
  bool ReadRow(std::uint8_t* row);

  [[nodiscard]] const jpeg_decompress_struct& info() const { return info_; }
  [[nodiscard]] const char* message() const { return message_.data(); }
  // The data ended before half of the rows (or, in a progressive file, of their first rough version) was there.
  [[nodiscard]] bool cut_off_early() const { return cut_off_early_; }
  [[nodiscard]] bool ProgressiveHasAllColors() const;
  [[nodiscard]] std::int64_t CoefficientBytes();
  [[nodiscard]] int Orientation() const;

 private:
  static JpegReader& Self(j_common_ptr info) { return *static_cast<JpegReader*>(info->client_data); }
  static void OnError(j_common_ptr info);
  static void OnMessage(j_common_ptr info, int level);
  static void OnProgress(j_common_ptr info);
  static boolean OnDataEnd(j_decompress_ptr info);
  static void Skip(j_decompress_ptr info, long count);
  [[nodiscard]] bool EndsInFirstHalf() const;

  jpeg_decompress_struct info_{};
  jpeg_error_mgr errors_{};
  jpeg_progress_mgr progress_{};
  jpeg_source_mgr source_{};
  std::jmp_buf escape_{};
  std::array<char, JMSG_LENGTH_MAX> message_{};
  bool cut_off_early_ = false;
};

JpegReader::JpegReader(const EncodedImage& file) {
  info_.err = jpeg_std_error(&errors_);
  info_.client_data = this;
  errors_.error_exit = OnError;
  errors_.emit_message = OnMessage;
  errors_.output_message = [](j_common_ptr) {};
  progress_.progress_monitor = OnProgress;
  source_.next_input_byte = file.data();
  source_.bytes_in_buffer = file.bytes.size();
  source_.init_source = [](j_decompress_ptr) {};
  source_.fill_input_buffer = OnDataEnd;
  source_.skip_input_data = Skip;
  source_.resync_to_restart = jpeg_resync_to_restart;
  source_.term_source = [](j_decompress_ptr) {};
}

void JpegReader::OnError(j_common_ptr info) {
  JpegReader& self = Self(info);
  info->err->format_message(info, self.message_.data());
  std::longjmp(self.escape_, 1);
}

// Where the data end too early, libjpeg sees the end marker instead (ours, or one that a repair tool appended), says so
// once and goes on with grey.
void JpegReader::OnMessage(j_common_ptr info, int level) {
  JpegReader& self = Self(info);
  if (level == -1 && info->err->msg_code == JWRN_HIT_MARKER && self.info_.unread_marker == kEndOfImage) {
    self.cut_off_early_ = self.cut_off_early_ || self.EndsInFirstHalf();
  }
}

void JpegReader::OnProgress(j_common_ptr info) {
  JpegReader& self = Self(info);
  if (self.info_.input_scan_number > kMaxScans) {
    std::snprintf(self.message_.data(), self.message_.size(), "it has more than %d scans", kMaxScans);
    std::longjmp(self.escape_, 1);
  }
}

boolean JpegReader::OnDataEnd(j_decompress_ptr info) {
  static constexpr std::array<JOCTET, 2> kEndMarker = {0xFF, kEndOfImage};
  JpegReader& self = Self(reinterpret_cast<j_common_ptr>(info));
  // The arithmetic decoder does not warn before it goes on with zeros.
  if (info->arith_code) {
    self.cut_off_early_ = self.cut_off_early_ || self.EndsInFirstHalf();
  }
  info->src->next_input_byte = kEndMarker.data();
  info->src->bytes_in_buffer = kEndMarker.size();
  return TRUE;
}

void JpegReader::Skip(j_decompress_ptr info, long count) {
  if (count > 0) {
    const std::size_t skipped = std::min(static_cast<std::size_t>(count), info->src->bytes_in_buffer);
    info->src->next_input_byte += skipped;
    info->src->bytes_in_buffer -= skipped;
  }
}

bool JpegReader::EndsInFirstHalf() const {
  const bool first_version = info_.Ss == 0 && info_.Ah == 0;  // not a scan that only adds detail
  return first_version && 2 * info_.input_iMCU_row < info_.total_iMCU_rows;
}

// A component's quantisation table is set when its first scan begins.
bool JpegReader::ProgressiveHasAllColors() const {
  return std::all_of(info_.comp_info, info_.comp_info + info_.num_components,
                     [](const jpeg_component_info& component) { return component.quant_table != nullptr; });
}

// Files with several scans are held in memory as coefficients, at full size.
std::int64_t JpegReader::CoefficientBytes() {
  if (!jpeg_has_multiple_scans(&info_)) {
    return 0;
  }
  std::int64_t blocks = 0;
  for (int i = 0; i < info_.num_components; ++i) {
    blocks += std::int64_t{info_.comp_info[i].width_in_blocks} * info_.comp_info[i].height_in_blocks;
  }
  return blocks * static_cast<std::int64_t>(sizeof(JBLOCK));
}

int JpegReader::Orientation() const {
  for (const jpeg_marker_struct* marker = info_.marker_list; marker != nullptr; marker = marker->next) {
    const std::span data(reinterpret_cast<const std::byte*>(marker->data), marker->data_length);
    if (marker->marker == kExifMarker && data.size() > 6 && std::memcmp(data.data(), "Exif\0\0", 6) == 0) {
      return ExifOrientation(data);
    }
  }
  return 1;
}

bool JpegReader::ReadHeader() {
  if (setjmp(escape_) != 0) {
    return false;
  }
  jpeg_create_decompress(&info_);  // keeps err and client_data
  info_.progress = &progress_;
  info_.src = &source_;
  jpeg_save_markers(&info_, kExifMarker, 0xFFFF);
  jpeg_read_header(&info_, TRUE);
  return true;
}

bool JpegReader::Start(int denominator) {
  if (setjmp(escape_) != 0) {
    return false;
  }
  info_.scale_num = 1;
  info_.scale_denom = static_cast<unsigned>(denominator);
  const bool four_inks = info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK;
  info_.out_color_space = four_inks ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&info_);
  return true;
}

bool JpegReader::ReadRow(std::uint8_t* row) {
  if (setjmp(escape_) != 0) {
    return false;
  }
  jpeg_read_scanlines(&info_, &row, 1);
  return true;
}

// The largest reduction that leaves both sides at least twice what is needed. libjpeg rounds the sides up.
int ChooseDenominator(const jpeg_decompress_struct& info, int orientation, const DecodeOptions& options) {
  if (options.exact || options.needed_width <= 0 || options.needed_height <= 0) {
    return 1;
  }
  std::int64_t needed_width = options.needed_width;
  std::int64_t needed_height = options.needed_height;
  if (SwapsSides(orientation)) {
    std::swap(needed_width, needed_height);
  }
  for (const int denominator : {8, 4, 2}) {
    const auto scaled = [&](JDIMENSION side) { return (std::int64_t{side} + denominator - 1) / denominator; };
    if (scaled(info.image_width) >= 2 * needed_width && scaled(info.image_height) >= 2 * needed_height) {
      return denominator;
    }
  }
  return 1;
}

// Printers' inks to light. Adobe's programs, and all that follow them, store the inks inverted.
void CmykToRgb(const std::uint8_t* cmyk, int count, bool inverted, std::uint8_t* rgb) {
  const unsigned flip = inverted ? 0U : 255U;
  for (int i = 0; i < count; ++i, cmyk += 4, rgb += 3) {
    for (int c = 0; c < 3; ++c) {
      rgb[c] = MultiplyBytes(cmyk[c] ^ flip, cmyk[3] ^ flip);
    }
  }
}

tl::unexpected<Error> CutOff(const EncodedImage& file) {
  return Fail(ErrorKind::kInput, "{}: the JPEG file is cut off: less than half of the picture is there", file.name);
}

Result<> ReadRows(const EncodedImage& file, int orientation, JpegReader& reader, Image& image) {
  const jpeg_decompress_struct& info = reader.info();
  const int width = static_cast<int>(info.output_width);
  UprightWriter writer(width, static_cast<int>(info.output_height), orientation, image);
  const bool cmyk = info.out_color_space == JCS_CMYK;
  std::vector<std::uint8_t> inks(cmyk ? static_cast<std::size_t>(width) * 4 : 0);
  while (info.output_scanline < info.output_height) {
    std::uint8_t* row = writer.NextRow();
    if (!reader.ReadRow(cmyk ? inks.data() : row)) {
      return Damaged(file, ImageFormat::kJpeg, reader.message());
    }
    if (reader.cut_off_early()) {
      return CutOff(file);
    }
    if (cmyk) {
      CmykToRgb(inks.data(), width, info.saw_Adobe_marker != 0, row);
    }
  }
  writer.Finish();
  return {};
}

}  // namespace

Result<> DecodeJpeg(const EncodedImage& file, const DecodeOptions& options, Photo& photo) {
  JpegReader reader(file);
  if (!reader.ReadHeader()) {
    return Damaged(file, ImageFormat::kJpeg, reader.message());
  }
  const jpeg_decompress_struct& info = reader.info();
  const int orientation = reader.Orientation();
  const int denominator = ChooseDenominator(info, orientation, options);
  const auto scaled = [&](JDIMENSION side) { return (std::int64_t{side} + denominator - 1) / denominator; };
  if (scaled(info.image_width) > options.max_pixels / std::max<std::int64_t>(scaled(info.image_height), 1)) {
    return CheckPixels(file, info.image_width, info.image_height, options);
  }
  // 8 bytes are what other formats may take for each pixel of the limit.
  if (reader.CoefficientBytes() / 8 > options.max_pixels) {
    return Fail(ErrorKind::kInput,
                "{}: {}x{} pixels are too many for a progressive JPEG, which must be held in memory whole; save a "
                "smaller or a non-progressive copy and use that",
                file.name, info.image_width, info.image_height);
  }
  if (!reader.Start(denominator)) {
    return Damaged(file, ImageFormat::kJpeg, reader.message());
  }
  if (reader.cut_off_early() || !reader.ProgressiveHasAllColors()) {
    return CutOff(file);
  }
  SetStoredSize(static_cast<int>(info.image_width), static_cast<int>(info.image_height), orientation, photo);
  return ReadRows(file, orientation, reader, photo.image);
}

}  // namespace godwit::core

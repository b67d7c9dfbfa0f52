#include "tests/image/image_files.h"

#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <stdexcept>

namespace godwit::tests {
namespace {

using core::Image;

std::size_t Size(int value) { return static_cast<std::size_t>(value); }

void AppendLittleEndian(Bytes& bytes, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) {
    bytes.push_back(static_cast<std::byte>(value >> (8 * i)));
  }
}

}  // namespace

void Append(Bytes& bytes, const void* data, std::size_t count) {
  if (count == 0) {
    return;
  }
  const std::size_t before = bytes.size();
  bytes.resize(before + count);
  std::memcpy(bytes.data() + before, data, count);
}

Image SmoothPicture(int width, int height) {
  Image image(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double u = (x + 0.5) / width;
      const double v = (y + 0.5) / height;
      std::uint8_t* pixel = image.Row(y) + Size(x) * 3;
      pixel[0] = static_cast<std::uint8_t>(std::lround(20 + 210 * u));
      pixel[1] = static_cast<std::uint8_t>(std::lround(230 - 200 * v));
      pixel[2] = static_cast<std::uint8_t>(std::lround(128 + 100 * std::sin(3 * u + 5 * v * v)));
    }
  }
  return image;
}

Image OneColor(int width, int height, Rgb color) {
  Image image(width, height);
  for (std::size_t i = 0; i < image.bytes(); ++i) {
    image.data()[i] = color[i % 3];
  }
  return image;
}

Rgb PixelOf(const Image& image, int x, int y) {
  Rgb pixel{};
  std::copy_n(image.Row(y) + Size(x) * 3, 3, pixel.begin());
  return pixel;
}

// EXIF 2.3, tag 0x0112: which sides of the picture the 0th row and the 0th column of the file are.
Image AsStored(const Image& upright, int orientation) {
  const int w = upright.width();
  const int h = upright.height();
  Image stored(orientation >= 5 ? h : w, orientation >= 5 ? w : h);
  for (int row = 0; row < stored.height(); ++row) {
    for (int column = 0; column < stored.width(); ++column) {
      int x = column;
      int y = row;
      switch (orientation) {
        case 2:  // row 0 top, column 0 right
          x = w - 1 - column;
          break;
        case 3:  // bottom, right
          x = w - 1 - column;
          y = h - 1 - row;
          break;
        case 4:  // bottom, left
          y = h - 1 - row;
          break;
        case 5:  // left, top
          x = row;
          y = column;
          break;
        case 6:  // right, top
          x = w - 1 - row;
          y = column;
          break;
        case 7:  // right, bottom
          x = w - 1 - row;
          y = h - 1 - column;
          break;
        case 8:  // left, bottom
          x = row;
          y = h - 1 - column;
          break;
        default:
          break;
      }
      std::copy_n(upright.Row(y) + Size(x) * 3, 3, stored.Row(row) + Size(column) * 3);
    }
  }
  return stored;
}

Difference Compare(const Image& a, const Image& b) {
  if (a.width() != b.width() || a.height() != b.height()) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    return {kInfinity, kInfinity};
  }
  Difference difference;
  for (std::size_t i = 0; i < a.bytes(); ++i) {
    const double d = std::abs(static_cast<double>(a.data()[i]) - b.data()[i]);
    difference.mean += d / static_cast<double>(a.bytes());
    difference.largest = std::max(difference.largest, d);
  }
  return difference;
}

Bytes ExifBlock(int orientation, bool big_endian) {
  const auto o = static_cast<std::uint8_t>(orientation);
  const std::array<std::uint8_t, 32> little = {'E',  'x',  'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0,
                                               0x12, 0x01, 3,   0,   1, 0, 0,   0,   o,  0, 0, 0, 0, 0, 0, 0};
  const std::array<std::uint8_t, 32> big = {'E',  'x',  'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
                                            0x01, 0x12, 0,   3,   0, 0, 0,   1,   0, o,  0, 0, 0, 0, 0, 0};
  Bytes block;
  Append(block, big_endian ? big.data() : little.data(), little.size());
  return block;
}

Bytes GpsBlock(const GpsKind& kind) {
  Bytes bytes;
  const auto append = [&](std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) {
      const int shift = 8 * (kind.big_endian ? count - 1 - i : i);
      bytes.push_back(static_cast<std::byte>(value >> shift));
    }
  };
  const auto append_entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::uint32_t value,
                                int value_bytes) {
    append(tag, 2);
    append(type, 2);
    append(count, 4);
    append(value, value_bytes);
    bytes.resize(bytes.size() + 4 - static_cast<std::size_t>(value_bytes));
  };
  constexpr std::uint32_t kGpsOffset = 8 + 2 + 5 * 12 + 4;
  Append(bytes, kind.big_endian ? "MM" : "II", 2);
  append(42, 2);
  append(8, 4);
  append(5, 2);
  append_entry(256, 3, 1, 1, 2);  // width and height of the picture
  append_entry(257, 3, 1, 1, 2);
  append_entry(273, 4, 1, 0, 4);  // where its one pixel is, and its bytes
  append_entry(279, 4, 1, 1, 4);
  append_entry(0x8825, 4, 1, kGpsOffset, 4);
  append(0, 4);

  const bool has[] = {kind.lat_ref != 0, kind.lat_parts > 0, kind.lon_ref != 0, kind.lon_parts > 0};
  const auto entries = static_cast<std::uint32_t>(std::count(std::begin(has), std::end(has), true));
  std::uint32_t data = kGpsOffset + 2 + entries * 12 + 4;
  const std::uint32_t type = kind.is_signed ? 10 : 5;
  append(entries, 2);
  for (std::uint32_t tag = 1; tag <= 4; ++tag) {
    const bool of_lat = tag <= 2;
    if (!has[tag - 1]) {
      continue;
    }
    if (tag % 2 == 1) {
      append_entry(tag, 2, 2, static_cast<unsigned char>(of_lat ? kind.lat_ref : kind.lon_ref), 1);
    } else {
      const int parts = of_lat ? kind.lat_parts : kind.lon_parts;
      append_entry(tag, type, static_cast<std::uint32_t>(parts), data, 4);
      data += static_cast<std::uint32_t>(parts) * 8;
    }
  }
  append(0, 4);
  for (const bool of_lat : {true, false}) {
    for (int i = 0; i < (of_lat ? kind.lat_parts : kind.lon_parts); ++i) {
      const GpsKind::Rational part = (of_lat ? kind.lat : kind.lon)[static_cast<std::size_t>(i)];
      append(part.numerator, 4);
      append(part.denominator, 4);
    }
  }
  Bytes block;
  Append(block, "Exif\0", 6);
  return Concat({block, bytes});
}

Bytes EncodeBmp(const Image& image, bool bottom_first) {
  const std::size_t stride = (image.Stride() + 3) / 4 * 4;
  Bytes bytes = FromString("BM");
  AppendLittleEndian(bytes, static_cast<std::uint32_t>(54 + stride * Size(image.height())), 4);
  AppendLittleEndian(bytes, 0, 4);
  AppendLittleEndian(bytes, 54, 4);
  AppendLittleEndian(bytes, 40, 4);
  AppendLittleEndian(bytes, static_cast<std::uint32_t>(image.width()), 4);
  AppendLittleEndian(bytes, static_cast<std::uint32_t>(bottom_first ? image.height() : -image.height()), 4);
  AppendLittleEndian(bytes, 1, 2);
  AppendLittleEndian(bytes, 24, 2);
  bytes.resize(54);
  for (int row = 0; row < image.height(); ++row) {
    const int y = bottom_first ? image.height() - 1 - row : row;
    const std::size_t end = bytes.size() + stride;
    for (int x = 0; x < image.width(); ++x) {
      const Rgb pixel = PixelOf(image, x, y);
      AppendLittleEndian(bytes, static_cast<std::uint32_t>(pixel[2] | pixel[1] << 8 | pixel[0] << 16), 3);
    }
    bytes.resize(end);
  }
  return bytes;
}

Bytes Concat(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) {
    Append(all, part.data(), part.size());
  }
  return all;
}

Bytes FromString(const std::string& text) {
  Bytes bytes;
  Append(bytes, text.data(), text.size());
  return bytes;
}

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "godwit-image-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder: " + name);
  }
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TempFolder::Write(const std::string& name, const Bytes& bytes) const {
  std::filesystem::path path = path_ / name;
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return path;
}

core::Result<core::Photo> Decode(const Bytes& bytes, const core::DecodeOptions& options) {
  core::Photo photo;
  if (auto decoded = core::DecodeImage(bytes, "photo", options, photo); !decoded) {
    return core::Forward(decoded);
  }
  return photo;
}

}  // namespace godwit::tests

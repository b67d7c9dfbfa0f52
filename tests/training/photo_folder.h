// A folder of made-up photos for tests of what reads them.
#pragma once

#include <string>

#include "tests/image/image_files.h"
#include "tests/support/temporary_folder.h"

namespace godwit::tests {

class PhotoFolder {
 public:
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

  // Lossless, so that pixels can be asked for.
  void AddPhoto(const std::string& name, const core::Image& image) const { AddBytes(name, EncodePng(image)); }
  void AddPhoto(const std::string& name, int width = 24, int height = 16) const {
    AddPhoto(name, SmoothPicture(width, height));
  }

  // A file that is a photo by its first bytes only.
  void AddDamagedPhoto(const std::string& name) const {
    Bytes bytes = EncodePng(SmoothPicture(24, 16));
    bytes.resize(40);
    AddBytes(name, bytes);
  }

  void AddText(const std::string& name, const std::string& text) const { WriteFile(folder_ / name, text); }

 private:
  void AddBytes(const std::string& name, const Bytes& bytes) const {
    AddText(name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }

  TemporaryFolder folder_;
};

}  // namespace godwit::tests

// Files that stand for photos, where a fake source never reads them.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <QTemporaryDir>

namespace godwit::tests {

class PhotoFiles {
 public:
  // Makes files of these names, which begin like PNGs.
  explicit PhotoFiles(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      std::ofstream(Path(name), std::ios::binary) << "\x89PNG\r\n\x1a\n" << std::string(64, '\0');
    }
  }

  [[nodiscard]] std::filesystem::path folder() const { return folder_.path().toStdString(); }
  [[nodiscard]] std::filesystem::path Path(const std::string& name) const { return folder() / name; }

 private:
  QTemporaryDir folder_;
};

}  // namespace godwit::tests

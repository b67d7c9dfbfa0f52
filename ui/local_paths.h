// Files and folders that were dropped or pasted.
#pragma once

#include <filesystem>
#include <vector>

#include <QMimeData>
#include <QUrl>

#include "ui/format.h"

namespace godwit::ui {

// Those of this machine, in their order.
inline std::vector<std::filesystem::path> LocalPaths(const QMimeData& data) {
  std::vector<std::filesystem::path> paths;
  for (const QUrl& url : data.urls()) {
    if (url.isLocalFile()) {
      paths.push_back(ToPath(url.toLocalFile()));
    }
  }
  return paths;
}

}  // namespace godwit::ui

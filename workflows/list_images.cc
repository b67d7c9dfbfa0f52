#include "workflows/list_images.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <span>
#include <system_error>

#include <fmt/format.h>

#include "core/image/decode.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;

bool IsHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

bool HoldsPicture(const fs::path& path) {
  std::array<char, 32> head{};
  std::ifstream file(path, std::ios::binary);
  file.read(head.data(), head.size());
  const std::span<const char> read(head.data(), static_cast<std::size_t>(file.gcount()));
  return core::SniffImageFormat(std::as_bytes(read)).has_value();
}

void ListFolder(const fs::path& folder, ImageList& list) {
  std::error_code error;
  fs::recursive_directory_iterator entries(folder, fs::directory_options::skip_permission_denied, error);
  std::vector<ListedImage> found;
  for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
    if (IsHidden(entries->path())) {
      entries.disable_recursion_pending();
    } else if (std::error_code ignored; entries->is_regular_file(ignored) && HoldsPicture(entries->path())) {
      found.push_back({entries->path(), entries->path().lexically_relative(folder)});
    }
  }
  if (error) {
    list.errors.push_back(
        {folder.string(), fmt::format("{}: the folder cannot be read: {}", folder.string(), error.message())});
  } else if (found.empty()) {
    list.errors.push_back({folder.string(), fmt::format("{}: there is no picture in this folder", folder.string())});
  }
  std::ranges::sort(found, {}, &ListedImage::path);
  list.images.insert(list.images.end(), found.begin(), found.end());
}

}  // namespace

ImageList ListImages(const std::vector<fs::path>& paths) {
  ImageList list;
  for (const fs::path& path : paths) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) {
      ListFolder(path, list);
    } else if (fs::exists(status)) {
      list.images.push_back({path, path.filename()});
    } else {
      list.errors.push_back({path.string(), fmt::format("{}: there is no such file or folder", path.string())});
    }
  }
  return list;
}

}  // namespace godwit::workflows

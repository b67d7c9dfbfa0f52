#include "core/image/list_images.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <system_error>

#include <fmt/format.h>

#include "core/image/decode.h"

namespace godwit::core {
namespace {

namespace fs = std::filesystem;

bool IsHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

bool HoldsPicture(const fs::path& path) {
  std::array<char, 32> head{};
  std::ifstream file(path, std::ios::binary);
  file.read(head.data(), head.size());
  const std::span<const char> read(head.data(), static_cast<std::size_t>(file.gcount()));
  return SniffImageFormat(std::as_bytes(read)).has_value();
}

// A photo that is empty, damaged or not to be read counts by its ending, so that its error is not lost.
bool IsPicture(const fs::directory_entry& entry) {
  std::error_code ignored;
  if (entry.is_regular_file(ignored)) {
    return HoldsPicture(entry.path()) || HasImageFileEnding(entry.path());
  }
  return entry.is_symlink(ignored) && !entry.exists(ignored) && HasImageFileEnding(entry.path());
}

// Appends the pictures of a folder that lies at or below `root`.
void ListFolder(const fs::path& folder, const fs::path& root, ImageList& list) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (IsHidden(entry->path())) {
      continue;
    }
    if (entry->is_directory(ignored) && !entry->is_symlink(ignored)) {
      ListFolder(entry->path(), root, list);
    } else if (IsPicture(*entry)) {
      list.images.push_back({entry->path(), entry->path().lexically_relative(root)});
    }
  }
  if (error) {
    list.errors.push_back(
        {folder.string(), fmt::format("{}: the folder cannot be read: {}", folder.string(), error.message())});
  }
}

void ListNamedFolder(const fs::path& folder, ImageList& list) {
  ImageList found;
  ListFolder(folder, folder, found);
  if (found.images.empty() && found.errors.empty()) {
    found.errors.push_back({folder.string(), fmt::format("{}: there is no picture in this folder", folder.string())});
  }
  std::ranges::sort(found.images, {}, &ListedImage::path);
  std::ranges::move(found.images, std::back_inserter(list.images));
  std::ranges::move(found.errors, std::back_inserter(list.errors));
}

// Keeps the first of pictures that were named twice: by a file and its folder, say.
void DropRepeated(std::vector<ListedImage>& images) {
  std::set<fs::path> seen;
  std::erase_if(images, [&](const ListedImage& image) {
    std::error_code ignored;
    return !seen.insert(fs::absolute(image.path, ignored).lexically_normal()).second;
  });
}

bool LiesBelow(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

void TellApart(std::vector<ListedImage>& images) {
  std::set<fs::path> seen;
  if (std::ranges::all_of(images, [&](const ListedImage& image) { return seen.insert(image.relative).second; })) {
    return;
  }
  const auto whole = [](const ListedImage& image) {
    std::error_code ignored;
    return fs::absolute(image.path, ignored).lexically_normal();
  };
  fs::path folder = whole(images.front()).parent_path();
  for (const ListedImage& image : images) {
    while (!LiesBelow(whole(image), folder)) {
      folder = folder.parent_path();
    }
  }
  for (ListedImage& image : images) {
    image.relative = whole(image).lexically_relative(folder);
  }
}

}  // namespace

ImageList ListImages(const std::vector<fs::path>& paths) {
  ImageList list;
  for (const fs::path& path : paths) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) {
      ListNamedFolder(path, list);
    } else if (fs::exists(status)) {
      list.images.push_back({path, path.filename()});
    } else {
      list.errors.push_back({path.string(), fmt::format("{}: there is no such file or folder", path.string())});
    }
  }
  DropRepeated(list.images);
  TellApart(list.images);
  return list;
}

}  // namespace godwit::core

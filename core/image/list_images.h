// From what a user names to the pictures meant.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace godwit::core {

// A picture to work on. `relative` is the path below the folder the user named, or the file's name: results for it keep
// that place below an output folder. No two pictures of a list have the same: where there would be such, all are placed
// as they lie below the innermost folder that holds every one.
struct ListedImage {
  std::filesystem::path path;
  std::filesystem::path relative;
};

struct InputError {
  std::string path;
  std::string error;  // one line that begins with the path
};

struct ImageList {
  std::vector<ListedImage> images;
  std::vector<InputError> errors;
  // Pictures that were named as well but are the work of other processes; see workflows/shard.h.
  std::vector<ListedImage> elsewhere;
};

// Files stand for themselves, whatever they hold. Folders give the pictures in them and in folders below, told by
// content or by ending (so that a damaged photo is missed by nobody), in order of path; hidden files and folders are
// skipped, links to folders not followed. A picture named twice is listed once. Errors: a path that is not there, a
// folder without pictures, a folder that cannot be read; the others are listed all the same.
ImageList ListImages(const std::vector<std::filesystem::path>& paths);

}  // namespace godwit::core

// Photos whose objects are known, as COCO's "instances" files list them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "detection/box.h"

namespace godwit::detection {

struct Category {
  int id = 0;  // the file's own number; COCO's 80 have ids from 1 to 90
  std::string name;
};

struct AnnotatedBox {
  PixelBox box;  // may be empty, or reach beyond the photo, as the file has it
  int category_id = 0;
  bool crowd = false;  // a group of objects under one box: neither to be found nor wrong to find
  double area = 0;     // pixels of the object itself where the file says so, otherwise of its box
};

struct AnnotatedPhoto {
  std::int64_t id = 0;
  std::string file_name;  // below the folder of the photos
  int width = 0;          // pixels, as a person sees the photo; 0 where the file does not say
  int height = 0;
  std::vector<AnnotatedBox> boxes;  // in order of the file; none where nothing is on the photo
};

struct AnnotatedPhotos {
  std::vector<Category> categories;    // in order of the file; ids and names are unique
  std::vector<AnnotatedPhoto> photos;  // in order of the file; ids are unique
};

// Reads {"images": [{"id", "file_name", "width", "height"}], "categories": [{"id", "name"}], "annotations":
// [{"image_id", "category_id", "bbox": [x, y, width, height], "area", "iscrowd"}]}. Optional, as in COCO's tools, are
// width, height, area and iscrowd (0 or 1). Other entries (outlines, licences) are ignored. Source:
// https://cocodataset.org/#format-data. Errors: kInput, naming the file and the entry: not such a file, an entry that
// is missing or of another type, a number that makes no sense, an id or name that stands there twice, an annotation of
// a photo or category that is not listed.
core::Result<AnnotatedPhotos> ReadCocoAnnotations(const std::filesystem::path& file);

}  // namespace godwit::detection

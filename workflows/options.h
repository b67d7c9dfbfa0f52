// One description of what a user may set, read by the command line, configuration files and forms alike.
#pragma once

#include <cstdint>

#include "core/base/option.h"
#include "geolocation/partition.h"
#include "workflows/classify_images.h"
#include "workflows/detect_images.h"

namespace godwit::workflows {

inline constexpr core::OptionText kExactDecode{
    "exact-decode", "Decode large JPEGs at full size: slower, the same as other programs to the pixel"};

// Calls visit(text, value&) for switches and visit(text, value&, bounds) for numbers, in the order to show them.
template <typename Visitor>
void DescribeOptions(DetectSettings& settings, Visitor&& visit) {
  visit(core::OptionText{"min-score", "Show only detections that score above this, 0 to 1"}, settings.min_score,
        core::Bounds<double>{0, 1});
  visit(core::OptionText{"iou", "Of two boxes that overlap by more than this share, keep the better, 0 to 1"},
        settings.max_iou, core::Bounds<double>{0, 1});
  visit(core::OptionText{"max", "Show at most so many detections an image"}, settings.max_detections,
        core::Bounds<int>{1, 10'000});
  visit(kExactDecode, settings.exact_decode);
}

template <typename Visitor>
void DescribeOptions(ClassifySettings& settings, Visitor&& visit) {
  visit(core::OptionText{"top", "Classes to show for each photo"}, settings.top, core::Bounds<int>{1, 100'000});
  visit(kExactDecode, settings.exact_decode);
}

// Of cells: numbers alone.
template <typename Visitor>
void DescribeOptions(geolocation::PartitionOptions& options, Visitor&& visit) {
  constexpr core::Bounds<std::int64_t> kPhotos{1, std::int64_t{1} << 40};
  constexpr core::Bounds<int> kLevels{0, geolocation::kMaxCellLevel};
  visit(core::OptionText{"max-photos", "Split a cell with more photos into its four children (t1)"}, options.max_photos,
        kPhotos);
  visit(core::OptionText{"min-photos", "Drop a cell with fewer photos (t2)"}, options.min_photos, kPhotos);
  visit(core::OptionText{"min-level", "Split cells above this level of S2 whatever they hold; 0 are the six faces"},
        options.min_level, kLevels);
  visit(core::OptionText{"max-level", "Split no cell at this level of S2; 30 are square centimetres"},
        options.max_level, kLevels);
}

}  // namespace godwit::workflows

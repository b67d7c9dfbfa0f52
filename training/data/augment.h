// The same photo seen otherwise: cropped, turned over, in other light, or small on a larger canvas. Boxes go along.
//
// First all is drawn (DrawView), from what a Random gives and the sizes alone; then pixels (MakeInput) and boxes
// (MoveBoxes) follow it. What is not asked for costs nothing, and without any of it the input is bit for bit the one
// that the network gets in use.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "core/image/image.h"
#include "core/image/preprocess.h"
#include "core/tensor/tensor.h"
#include "training/data/color_jitter.h"
#include "training/data/dataset.h"
#include "training/data/random.h"

namespace godwit::training {

enum class CropKind {
  kNone,
  // For classifiers, as Inception was trained (Szegedy et al. 2015, section 6; torchvision's RandomResizedCrop): a part
  // of `area` of the photo with sides of `aspect`, ten tries, then the largest in the middle that has such an aspect.
  // It is stretched to the input, whatever the recipe's fit.
  kResized,
  // For detectors, as in the SSD paper (Liu et al. 2016, section 2.2) and the TensorFlow Object Detection API's
  // ssd_random_crop: with a chance of 0.15 the whole; otherwise a part of 0.1 to 1 of the area with an aspect of 0.5 to
  // 2 that holds at least a share, drawn of {0, 0.1, 0.3, 0.5, 0.7, 0.9, 1}, of some box; a hundred tries, then the
  // whole. Boxes of which less than this share remains are dropped.
  kSsd,
};

struct Augmentation {
  float flip = 0;  // the chance that left and right change places

  CropKind crop = CropKind::kNone;
  std::array<float, 2> area{0.08F, 1};                    // kResized: least and most, of the photo's area
  std::array<float, 2> aspect{3.0F / 4.0F, 4.0F / 3.0F};  // kResized: width / height

  // The chance that the photo lies on a canvas of 1 to `largest_canvas` times its sides (SSD, section 3.6), anywhere.
  float expand = 0;
  float largest_canvas = 4;
  std::array<std::uint8_t, 3> canvas{124, 116, 104};  // ImageNet's mean colour

  ColorJitter color;
  bool operator==(const Augmentation&) const = default;
};

// Pixels of a photo; may reach beyond it.
struct PixelWindow {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  bool operator==(const PixelWindow&) const = default;
};

// How the network sees a photo.
struct View {
  PixelWindow window;     // of the photo (as decoded), at least one pixel of it
  bool flip = false;      // of the window
  bool stretch = false;   // the recipe's fit does not count
  float least_share = 0;  // of a box: with less of it in sight it is dropped
  ColorShift color;
  bool operator==(const View&) const = default;
};

// Draws the view of a photo of width x height pixels. Ignored boxes have no say in where to look. Requires width,
// height >= 1.
View DrawView(const Augmentation& augmentation, int width, int height, std::span<const LabelledBox> boxes,
              Random& random);

// Kept from one photo to the next for their memory.
struct AugmentBuffers {
  core::Image cut;
  core::Buffer resized;
};

// Fills `input` (1, H, W, 3) with what the view shows. `canvas` is the colour where the window reaches beyond the
// photo. Requires a photo with pixels and a view of it. Thread-safe with buffers for each thread.
void MakeInput(const core::Image& photo, const View& view, const core::Preprocessing& recipe,
               const std::array<std::uint8_t, 3>& canvas, AugmentBuffers& buffers, core::TensorView input,
               const core::ThreadPool& pool);

// The boxes (fractions of the photo) as fractions of that input, clipped to it. Those of which less than the view's
// least share, or less than a pixel of the input, is in sight are dropped. `width` and `height` are the photo's as in
// DrawView; `input` as in MakeInput.
std::vector<LabelledBox> MoveBoxes(std::span<const LabelledBox> boxes, int width, int height, const View& view,
                                   const core::Preprocessing& recipe, const core::Shape& input);

}  // namespace godwit::training

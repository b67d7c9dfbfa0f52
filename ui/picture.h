// A photo's pixels for display: the decoded image and copies of half, quarter, .. its size, so that a photo shown small
// is cheap to draw and does not shimmer.
#pragma once

#include <memory>
#include <vector>

#include <QImage>
#include <QSize>

#include "core/image/decode.h"

namespace godwit::ui {

// Immutable and shared: copies are cheap, and may be handed between threads.
class Picture {
 public:
  Picture() = default;

  // Takes a decoded photo, which may be smaller than its full size, and makes the smaller copies. Requires a photo that
  // is not empty. Costs about as much as decoding it.
  static Picture Create(std::shared_ptr<const core::Photo> photo);

  [[nodiscard]] bool empty() const { return data_ == nullptr; }

  // The photo at full size, pixels as a person sees it. All coordinates on a photo count in these.
  [[nodiscard]] QSize size() const;

  // Whether the pixels are fewer than `size` promises.
  [[nodiscard]] bool is_preview() const;

  // The smallest copy that is at least `scale` times as large as the photo, or the largest there is. Wraps memory of
  // this picture: it must not outlive it.
  [[nodiscard]] QImage LevelFor(double scale) const;

  [[nodiscard]] std::size_t bytes() const;

  // What the picture was made from. Requires a picture that is not empty.
  [[nodiscard]] const core::Photo& photo() const { return *data_->photo; }

 private:
  struct Data {
    std::shared_ptr<const core::Photo> photo;
    std::vector<core::Image> smaller;
  };

  std::shared_ptr<const Data> data_;
};

}  // namespace godwit::ui

#include "ui/picture.h"

#include <algorithm>

#include <QThreadPool>

#include "core/base/check.h"
#include "core/image/preprocess.h"

namespace godwit::ui {
namespace {

// No window is smaller; below this a copy saves nothing.
constexpr int kSmallestSide = 512;

QImage Wrap(const core::Image& image) {
  return {image.data(), image.width(), image.height(), static_cast<qsizetype>(image.Stride()), QImage::Format_RGB888};
}

}  // namespace

Picture Picture::Create(std::shared_ptr<const core::Photo> photo) {
  core::Check(photo != nullptr && !photo->image.empty(), "a picture is made from pixels");
  // To give back hundreds of megabytes takes the kernel tens of milliseconds, in which the window would stand still.
  const std::shared_ptr<Data> data(new Data,
                                   [](Data* done) { QThreadPool::globalInstance()->start([done] { delete done; }); });
  data->photo = std::move(photo);
  const core::Image* larger = &data->photo->image;
  while (std::max(larger->width(), larger->height()) >= 2 * kSmallestSide) {
    core::Image half;
    core::ResizeArea(*larger, (larger->width() + 1) / 2, (larger->height() + 1) / 2, half);
    data->smaller.push_back(std::move(half));
    larger = &data->smaller.back();
  }
  Picture picture;
  picture.data_ = data;
  return picture;
}

QSize Picture::size() const { return empty() ? QSize() : QSize(data_->photo->width, data_->photo->height); }

bool Picture::is_preview() const {
  return !empty() &&
         (data_->photo->image.width() != data_->photo->width || data_->photo->image.height() != data_->photo->height);
}

QImage Picture::LevelFor(double scale) const {
  core::Check(!empty(), "an empty picture has no pixels");
  const double needed_width = data_->photo->width * scale;
  for (auto level = data_->smaller.rbegin(); level != data_->smaller.rend(); ++level) {
    if (level->width() >= needed_width) {
      return Wrap(*level);
    }
  }
  return Wrap(data_->photo->image);
}

std::size_t Picture::bytes() const {
  if (empty()) {
    return 0;
  }
  std::size_t sum = data_->photo->image.bytes();
  for (const core::Image& level : data_->smaller) {
    sum += level.bytes();
  }
  return sum;
}

}  // namespace godwit::ui

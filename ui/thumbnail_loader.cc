#include "ui/thumbnail_loader.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <exception>
#include <iterator>
#include <mutex>
#include <utility>

#include "core/image/decode.h"
#include "core/image/preprocess.h"
#include "ui/format.h"

namespace godwit::ui {
namespace {

constexpr int kThreads = 2;  // a photo that is no JPEG is decoded at full size: more at once take too much memory
constexpr int kNiceness = 10;

QImage Copy(const core::Image& image) {
  return QImage(image.data(), image.width(), image.height(), static_cast<qsizetype>(image.Stride()),
                QImage::Format_RGB888)
      .convertToFormat(QImage::Format_RGB32);
}

Thumbnail Answer(const ThumbnailLoader::Decode& decode, const ThumbnailRequest& request, QSize room) {
  Thumbnail answer{.list = request.list, .row = request.row, .image = {}, .error = {}};
  try {
    if (auto image = decode(request.path, room); image) {
      answer.image = *std::move(image);
    } else {
      answer.error = ToQString(image.error().message);
    }
  } catch (const std::exception& failure) {
    answer.error = ToQString(request.path) + QStringLiteral(": ") + QString::fromUtf8(failure.what());
  }
  return answer;
}

}  // namespace

core::Result<QImage> DecodeThumbnail(const std::filesystem::path& photo, QSize room) {
  // At least half of what is needed twice over: what the decoder leaves is never fewer pixels than are shown.
  auto decoded = core::DecodeImage(
      photo, {.needed_width = std::max(1, room.width() / 2), .needed_height = std::max(1, room.height() / 2)});
  if (!decoded) {
    return core::Forward(decoded);
  }
  const core::Image& image = decoded->image;
  const QSize full(image.width(), image.height());
  const QSize fitted = full.scaled(room, Qt::KeepAspectRatio).boundedTo(full).expandedTo({1, 1});
  if (fitted == full) {
    return Copy(image);
  }
  core::Image resized;
  core::ResizeArea(image, fitted.width(), fitted.height(), resized);
  return Copy(resized);
}

// What the window wants and what the threads have made, under one lock. However fast they are, one event is under way.
struct ThumbnailLoader::Desk {
  std::mutex mutex;
  std::deque<ThumbnailRequest> wanted;
  std::vector<ThumbnailRequest> under_way;  // until the window was told
  std::vector<Thumbnail> done;
  QSize room;
  int workers = 0;
  bool posted = false;
};

ThumbnailLoader::ThumbnailLoader(Decode decode, QObject* parent)
    : QObject(parent), decode_(std::move(decode)), desk_(std::make_unique<Desk>()) {
  pool_.setMaxThreadCount(kThreads);
}

ThumbnailLoader::~ThumbnailLoader() {
  {
    const std::scoped_lock lock(desk_->mutex);
    desk_->wanted.clear();
  }
  pool_.waitForDone();
}

void ThumbnailLoader::Want(const std::vector<ThumbnailRequest>& requests, QSize room) {
  const std::scoped_lock lock(desk_->mutex);
  Desk& desk = *desk_;
  desk.room = room;
  desk.wanted.clear();
  std::ranges::copy_if(requests, std::back_inserter(desk.wanted), [&](const ThumbnailRequest& request) {
    return std::ranges::none_of(desk.under_way, [&](const ThumbnailRequest& other) {
      return other.list == request.list && other.row == request.row;
    });
  });
  while (desk.workers < std::min<int>(kThreads, static_cast<int>(desk.wanted.size()))) {
    ++desk.workers;
    pool_.start([this] { Work(); });
  }
}

void ThumbnailLoader::Work() {
  // Linux has a niceness for each thread; QThread's priorities change nothing there.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNiceness);
  Desk& desk = *desk_;
  std::unique_lock lock(desk.mutex);
  while (!desk.wanted.empty()) {
    const ThumbnailRequest request = std::move(desk.wanted.front());
    desk.wanted.pop_front();
    desk.under_way.push_back(request);
    const QSize room = desk.room;
    lock.unlock();
    Thumbnail answer = Answer(decode_, request, room);
    lock.lock();
    desk.done.push_back(std::move(answer));
    if (!std::exchange(desk.posted, true)) {
      QMetaObject::invokeMethod(this, &ThumbnailLoader::Deliver, Qt::QueuedConnection);
    }
  }
  --desk.workers;
}

void ThumbnailLoader::Deliver() {
  std::vector<Thumbnail> done;
  {
    const std::scoped_lock lock(desk_->mutex);
    desk_->posted = false;
    done = std::exchange(desk_->done, {});
    std::erase_if(desk_->under_way, [&](const ThumbnailRequest& request) {
      return std::ranges::any_of(done, [&](const Thumbnail& thumbnail) {
        return thumbnail.list == request.list && thumbnail.row == request.row;
      });
    });
  }
  for (const Thumbnail& thumbnail : done) {
    emit Ready(thumbnail);
  }
}

}  // namespace godwit::ui

#include "ui/photo_comparison.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/image/decode.h"
#include "core/image/list_images.h"
#include "ui/format.h"
#include "ui/photo_session.h"

namespace godwit::ui {
namespace {

core::Result<> Cancelled() { return core::Fail(core::ErrorKind::kCancelled, "cancelled"); }

}  // namespace

// The detectors that are loaded, kept from photo to photo.
struct PhotoComparison::Worker {
  struct Side {
    workflows::DetectorSetting setting;
    std::optional<workflows::TimedDetector> detector;
  };

  std::filesystem::path folder;
  core::ThreadPool pool;
  Side a;
  Side b;

  core::Result<workflows::ImageDetections> Detect(Side& side, const workflows::DetectorSetting& setting,
                                                  const std::filesystem::path& photo) {
    if (!side.detector || side.setting != setting) {
      side.detector.reset();
      auto loaded = workflows::TimedDetector::Load(folder, setting, pool);
      if (!loaded) {
        return core::Forward(loaded);
      }
      side.detector.emplace(*std::move(loaded));
      side.setting = setting;
    }
    return side.detector->Detect(photo, {.min_score = kLowestThreshold}, pool);
  }
};

struct PhotoComparison::Answer {
  std::optional<core::ImageList> list;
  std::optional<ComparedPhoto> photo;
};

PhotoComparison::PhotoComparison(std::filesystem::path models_folder, QObject* parent)
    : QObject(parent), worker_(std::make_shared<Worker>()), answer_(std::make_shared<Answer>()) {
  worker_->folder = std::move(models_folder);
  connect(&job_, &BackgroundJob::Succeeded, this, &PhotoComparison::OnEnded);
  connect(&job_, &BackgroundJob::Failed, this, &PhotoComparison::OnFailed);
}

PhotoComparison::~PhotoComparison() = default;

void PhotoComparison::SetDetectors(const workflows::DetectorSetting& a, const workflows::DetectorSetting& b) {
  if (a_ != a || b_ != b) {
    a_ = a;
    b_ = b;
    Run();
  }
}

void PhotoComparison::Open(const std::vector<std::filesystem::path>& paths, int index) {
  if (!paths.empty()) {
    to_open_ = paths;
    open_at_ = index;
    Run();
  }
}

void PhotoComparison::GoTo(int index) {
  if (index >= 0 && index < count() && index != index_) {
    index_ = index;
    Run();
  }
}

void PhotoComparison::Run() {
  if (to_open_.empty() && index_ < 0) {
    return;
  }
  if (job_.is_running()) {
    again_ = true;
    job_.Cancel();
    emit StateChanged();
    return;
  }
  answer_ = std::make_shared<Answer>();
  const std::filesystem::path listed = index_ < 0 ? std::filesystem::path() : list_[static_cast<std::size_t>(index_)];
  job_.Start([worker = worker_, answer = answer_, a = a_, b = b_, paths = std::exchange(to_open_, {}),
              open_at = open_at_, listed](const core::JobContext& context) -> core::Result<> {
    std::filesystem::path path = listed;
    if (!paths.empty()) {
      answer->list = core::ListImages(paths);
      const auto& images = answer->list->images;
      if (images.empty()) {
        return {};
      }
      path = images[std::min(static_cast<std::size_t>(open_at), images.size() - 1)].path;
    }
    if (context.stop.stop_requested() || a.model.empty() || b.model.empty()) {
      return Cancelled();
    }
    auto photo = core::DecodeImage(path, {.exact = true});
    if (!photo) {
      return core::Forward(photo);
    }
    ComparedPhoto compared{.path = path,
                           .picture = Picture::Create(std::make_shared<const core::Photo>(*std::move(photo))),
                           .a = {},
                           .b = {}};
    for (const bool first : {true, false}) {
      if (context.stop.stop_requested()) {
        return Cancelled();
      }
      auto found = worker->Detect(first ? worker->a : worker->b, first ? a : b, path);
      if (!found) {
        return core::Forward(found);
      }
      (first ? compared.a : compared.b) = *std::move(found);
    }
    answer->photo = std::move(compared);
    return {};
  });
  emit StateChanged();
}

void PhotoComparison::OnEnded() {
  if (answer_->list) {
    for (const core::InputError& error : answer_->list->errors) {
      emit Failed(ToQString(error.error));
    }
    if (!answer_->list->images.empty()) {
      list_.clear();
      std::ranges::transform(answer_->list->images, std::back_inserter(list_), &core::ListedImage::path);
      index_ = std::clamp(open_at_, 0, count() - 1);
    }
    answer_->list.reset();
  }
  if (answer_->photo) {
    shown_ = *std::exchange(answer_->photo, std::nullopt);
    emit PhotoShown();
  }
  RunAgainIfAsked();
}

void PhotoComparison::OnFailed(const core::Error& error) {
  if (error.kind != core::ErrorKind::kCancelled) {
    emit Failed(ToQString(error.message));
  }
  OnEnded();  // a list may be there all the same
}

void PhotoComparison::RunAgainIfAsked() {
  if (std::exchange(again_, false)) {
    Run();
  }
  emit StateChanged();
}

}  // namespace godwit::ui

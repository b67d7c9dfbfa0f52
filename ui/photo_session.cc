#include "ui/photo_session.h"

#include <algorithm>

#include "ui/format.h"

namespace godwit::ui {
namespace {

// Pixels kept of photos that are not shown.
constexpr std::size_t kNeighbourBytes = std::size_t{400} << 20;

QString Summary(const std::vector<core::InputError>& errors) {
  QString text = ToQString(errors.front().error);
  if (errors.size() > 1) {
    text += PhotoSession::tr(" (and %1 more)").arg(errors.size() - 1);
  }
  return text;
}

}  // namespace

PhotoSession::PhotoSession(std::unique_ptr<PhotoSource> source, QObject* parent)
    : QObject(parent), source_(std::move(source)) {
  ConnectSource();
  source_->moveToThread(&thread_);
  thread_.setObjectName(QStringLiteral("photos"));
  thread_.start();
}

PhotoSession::~PhotoSession() {
  ForgetAllBut(0, -1);
  thread_.quit();
  thread_.wait();
}

void PhotoSession::ConnectSource() {
  // Queued although the threads differ anyway: an answer never arrives in the middle of a question.
  constexpr auto kQueued = Qt::QueuedConnection;
  const PhotoSource* source = source_.get();
  connect(source, &PhotoSource::Listed, this, &PhotoSession::OnListed, kQueued);
  connect(source, &PhotoSource::PictureReady, this, &PhotoSession::OnPictureReady, kQueued);
  connect(source, &PhotoSource::DetectionsReady, this, &PhotoSession::OnDetectionsReady, kQueued);
  connect(
      source, &PhotoSource::PhotoDone, this, [this](quint64 id) { OnDone(id, {}); }, kQueued);
  connect(source, &PhotoSource::PhotoFailed, this, &PhotoSession::OnDone, kQueued);
  connect(source, &PhotoSource::ModelFailed, this, &PhotoSession::ModelFailed, kQueued);
  connect(
      source, &PhotoSource::ModelReady, this,
      [this](const ModelInfo& model) {
        model_ = model;
        emit ModelChanged();
        DetectAgain();
      },
      kQueued);
}

void PhotoSession::LoadModel(const ModelChoice& choice) {
  QMetaObject::invokeMethod(
      source_.get(), [source = source_.get(), choice] { source->LoadModel(choice); }, Qt::QueuedConnection);
}

void PhotoSession::Open(const std::vector<std::filesystem::path>& paths) {
  if (paths.empty()) {
    return;
  }
  listing_ = ++last_request_;
  QMetaObject::invokeMethod(
      source_.get(), [source = source_.get(), id = listing_, paths] { source->List(id, paths); }, Qt::QueuedConnection);
  UpdateBusy();
}

void PhotoSession::OnListed(quint64 id, const core::ImageList& list) {
  if (id != listing_) {
    return;
  }
  listing_ = 0;
  if (!list.images.empty()) {
    ForgetAllBut(0, -1);
    list_.clear();
    std::ranges::transform(list.images, std::back_inserter(list_), &core::ListedImage::path);
    index_ = -1;
    shown_index_ = -1;
    emit ListChanged();
    GoTo(0);
  }
  if (!list.errors.empty()) {  // last, so that the message outlives the change of photo
    emit Failed(Summary(list.errors));
  }
  UpdateBusy();
}

void PhotoSession::GoTo(int index) {
  if (index < 0 || index >= count() || index == index_) {
    return;
  }
  direction_ = index < index_ ? -1 : 1;
  index_ = index;
  ForgetAllBut(index - 1, index + 1);
  if (NeighbourBytes() > kNeighbourBytes) {
    entries_.erase(index - direction_);
  }
  Entry& entry = entries_[index];
  if (entry.done && entry.error.isEmpty() && !entry.HasAllPixels()) {  // it was too large to be kept as a neighbour
    entry.done = false;
    entry.request = 0;
  }
  Ask(index);
  emit PositionChanged();
  ShowCurrent();
  if (!entry.error.isEmpty()) {
    emit Failed(entry.error);
  }
  Prefetch();
  UpdateBusy();
}

void PhotoSession::SetSettings(const workflows::DetectSettings& settings) {
  settings_ = settings;
  settings_.min_score = kLowestThreshold;
  DetectAgain();
}

void PhotoSession::DetectAgain() {
  for (auto& [index, entry] : entries_) {
    entry.stop.request_stop();
    entry.stop = {};
    entry.request = 0;
    entry.done = false;
    entry.detections.reset();
    entry.error.clear();
  }
  for (const int index : {index_, shown_index_}) {
    if (entries_.contains(index)) {
      Ask(index);
    }
  }
  UpdateBusy();
}

void PhotoSession::Ask(int index) {
  Entry& entry = entries_[index];
  if (entry.request != 0) {
    return;
  }
  entry.request = ++last_request_;
  const PhotoRequest request{.id = entry.request,
                             .path = list_[static_cast<std::size_t>(index)],
                             .settings = settings_,
                             .picture = !entry.HasAllPixels(),
                             .detections = !entry.detections.has_value(),
                             .stop = entry.stop.get_token()};
  QMetaObject::invokeMethod(
      source_.get(), [source = source_.get(), request] { source->Load(request); }, Qt::QueuedConnection);
}

PhotoSession::Entries::iterator PhotoSession::Find(quint64 request) {
  return std::ranges::find_if(entries_, [&](const auto& item) { return item.second.request == request; });
}

void PhotoSession::OnPictureReady(quint64 id, const Picture& picture) {
  const auto found = Find(id);
  if (found == entries_.end() || (picture.is_preview() && !found->second.picture.empty()) ||
      (found->first != index_ && NeighbourBytes() + picture.bytes() > kNeighbourBytes)) {
    return;
  }
  found->second.picture = picture;
  if (found->first == shown_index_) {
    shown_.picture = picture;
    emit PictureRefined();
  } else if (found->first == index_) {
    ShowCurrent();
  }
}

void PhotoSession::OnDetectionsReady(quint64 id, const workflows::ImageDetections& detections) {
  const auto found = Find(id);
  if (found == entries_.end()) {
    return;
  }
  found->second.detections = detections;
  if (found->first == shown_index_) {
    shown_.detections = detections;
    emit DetectionsChanged();
  }
}

void PhotoSession::OnDone(quint64 id, const QString& error) {
  const auto found = Find(id);
  if (found == entries_.end()) {
    return;
  }
  found->second.done = true;
  found->second.error = error;
  if (found->first == index_ && !error.isEmpty()) {
    emit Failed(error);
  }
  Prefetch();
  UpdateBusy();
}

void PhotoSession::ShowCurrent() {
  const Entry& entry = entries_.at(index_);
  if (entry.picture.empty() || shown_index_ == index_) {
    return;
  }
  shown_index_ = index_;
  shown_ = {list_[static_cast<std::size_t>(index_)], entry.picture, entry.detections};
  emit PhotoShown();
  emit DetectionsChanged();
}

void PhotoSession::Prefetch() {
  const int next = index_ + direction_;
  if (index_ >= 0 && entries_.at(index_).done && next >= 0 && next < count()) {
    Ask(next);
  }
}

std::size_t PhotoSession::NeighbourBytes() const {
  std::size_t bytes = 0;
  for (const auto& [index, entry] : entries_) {
    bytes += index == index_ ? 0 : entry.picture.bytes();
  }
  return bytes;
}

void PhotoSession::ForgetAllBut(int first, int last) {
  std::erase_if(entries_, [&](auto& item) {
    const bool forget = item.first < first || item.first > last;
    if (forget) {
      item.second.stop.request_stop();
    }
    return forget;
  });
}

void PhotoSession::UpdateBusy() {
  const bool busy = listing_ != 0 || (index_ >= 0 && !entries_.at(index_).done);
  if (busy != busy_) {
    busy_ = busy;
    emit BusyChanged(busy);
  }
}

}  // namespace godwit::ui

#include "ui/photo_session.h"

#include <algorithm>
#include <functional>
#include <utility>

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

bool Findings::Has(Head head) const {
  switch (head) {
    case Head::kObjects:
      return detections.has_value();
    case Head::kClasses:
      return classes.has_value();
    case Head::kFaces:
      return faces.has_value();
  }
  return false;
}

void Findings::Forget(Head head) {
  switch (head) {
    case Head::kObjects:
      return detections.reset();
    case Head::kClasses:
      return classes.reset();
    case Head::kFaces:
      return faces.reset();
  }
}

std::vector<detection::Detection> Findings::Boxes() const {
  std::vector<detection::Detection> boxes;
  if (detections) {
    boxes = detections->detections;
  }
  if (faces) {
    for (detection::Detection face : faces->detections) {
      face.class_id = kFaceClass;
      boxes.push_back(std::move(face));
    }
    std::ranges::stable_sort(boxes, std::greater(), &detection::Detection::score);
  }
  return boxes;
}

PhotoSession::PhotoSession(std::unique_ptr<PhotoSource> source, QObject* parent)
    : QObject(parent), source_(std::move(source)) {
  ConnectSource();
  source_->moveToThread(&thread_);
  thread_.setObjectName(QStringLiteral("photos"));
  thread_.start();
}

PhotoSession::~PhotoSession() {
  setup_stop_.request_stop();
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
  connect(source, &PhotoSource::ClassesReady, this, &PhotoSession::OnClassesReady, kQueued);
  connect(
      source, &PhotoSource::PhotoDone, this, [this](quint64 id) { OnDone(id, {}); }, kQueued);
  connect(source, &PhotoSource::PhotoFailed, this, &PhotoSession::OnDone, kQueued);
  connect(source, &PhotoSource::SetUpDone, this, &PhotoSession::OnSetUpDone, kQueued);
}

void PhotoSession::SetUp(const workflows::HeadsSetup& setup) {
  setup_stop_.request_stop();
  setup_stop_ = {};
  setup_ = ++last_request_;
  for (auto& [index, entry] : entries_) {
    if (!entry.done) {
      Interrupt(entry);
    }
  }
  const SetupRequest request{.id = setup_, .setup = setup, .stop = setup_stop_.get_token()};
  QMetaObject::invokeMethod(
      source_.get(), [source = source_.get(), request] { source->SetUp(request); }, Qt::QueuedConnection);
  UpdateBusy();
}

void PhotoSession::OnSetUpDone(quint64 id, const workflows::HeadsReport& report) {
  if (id != setup_) {
    return;
  }
  setup_ = 0;
  const auto before = std::exchange(in_use_, report.in_use);
  for (const Head head : kHeads) {
    const auto& now = in_use_[head];
    if (!now || !before[head] || now->setup != before[head]->setup) {
      ForgetOf(head);
    }
    if (!now && shown_.Has(head)) {
      shown_.Forget(head);
      emit(head == Head::kClasses ? ClassesChanged() : DetectionsChanged());
    }
  }
  emit ModelsChanged();
  AskAgain();
  for (const Head head : kHeads) {
    if (report.errors[head]) {
      emit ModelFailed(head, *report.errors[head]);
    }
  }
  if (!report.note.empty()) {
    emit Failed(ToQString(report.note));
  }
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
  ForgetOf(Head::kObjects);
  ForgetOf(Head::kFaces);
  AskAgain();
}

void PhotoSession::ForgetOf(Head head) {
  for (auto& [index, entry] : entries_) {
    entry.Forget(head);
  }
}

void PhotoSession::Interrupt(Entry& entry) {
  entry.stop.request_stop();
  entry.stop = {};
  entry.request = 0;
  entry.done = false;
  entry.error.clear();
}

// Has photos looked at that lack what a head would say of them.
void PhotoSession::AskAgain() {
  for (auto& [index, entry] : entries_) {
    const bool lacks = std::ranges::any_of(kHeads, [&](Head head) { return in_use_[head] && !entry.Has(head); });
    if (lacks) {
      Interrupt(entry);
    }
  }
  for (const int index : {index_, shown_index_}) {
    if (entries_.contains(index)) {
      Ask(index);
    }
  }
  Prefetch();
  UpdateBusy();
}

void PhotoSession::Ask(int index) {
  Entry& entry = entries_[index];
  if (entry.request != 0 || setup_ != 0) {
    return;
  }
  entry.request = ++last_request_;
  PhotoRequest request{.id = entry.request,
                       .path = list_[static_cast<std::size_t>(index)],
                       .settings = settings_,
                       .picture = !entry.HasAllPixels(),
                       .stop = entry.stop.get_token()};
  for (const Head head : kHeads) {
    request.heads[head] = in_use_[head] && !entry.Has(head);
  }
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

void PhotoSession::OnDetectionsReady(quint64 id, const workflows::ImageDetections& detections, Head head) {
  const auto found = Find(id);
  if (found == entries_.end()) {
    return;
  }
  const auto place = head == Head::kFaces ? &Findings::faces : &Findings::detections;
  found->second.*place = detections;
  if (found->first == shown_index_) {
    shown_.*place = detections;
    emit DetectionsChanged();
  }
}

void PhotoSession::OnClassesReady(quint64 id, const workflows::ImageClasses& classes) {
  const auto found = Find(id);
  if (found == entries_.end()) {
    return;
  }
  found->second.classes = classes;
  if (found->first == shown_index_) {
    shown_.classes = classes;
    emit ClassesChanged();
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

bool PhotoSession::IsCurrent(Head head) const {
  const auto entry = entries_.find(shown_index_);
  return setup_ == 0 && entry != entries_.end() && entry->second.Has(head);
}

void PhotoSession::ShowCurrent() {
  const Entry& entry = entries_.at(index_);
  if (entry.picture.empty() || shown_index_ == index_) {
    return;
  }
  shown_index_ = index_;
  static_cast<Findings&>(shown_) = entry;
  shown_.path = list_[static_cast<std::size_t>(index_)];
  shown_.picture = entry.picture;
  emit PhotoShown();
  emit DetectionsChanged();
  emit ClassesChanged();
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
  const bool busy = listing_ != 0 || (index_ >= 0 && (setup_ != 0 || !entries_.at(index_).done));
  if (busy != busy_) {
    busy_ = busy;
    emit BusyChanged(busy);
  }
}

}  // namespace godwit::ui

#include "ui/film_strip_model.h"

#include <algorithm>
#include <chrono>

#include "ui/format.h"

namespace godwit::ui {
namespace {

constexpr std::chrono::milliseconds kTellAfter(30);

}  // namespace

FilmStripModel::FilmStripModel(ThumbnailLoader::Decode decode, qsizetype bytes, QObject* parent)
    : QAbstractListModel(parent), loader_(std::move(decode)), thumbnails_(bytes) {
  connect(&loader_, &ThumbnailLoader::Ready, this, &FilmStripModel::OnReady);
  tell_.setSingleShot(true);
  tell_.setInterval(kTellAfter);
  connect(&tell_, &QTimer::timeout, this, &FilmStripModel::TellChanges);
}

void FilmStripModel::SetPhotos(const std::vector<std::filesystem::path>& photos) {
  beginResetModel();
  photos_ = photos;
  ++list_;
  thumbnails_.clear();
  errors_.clear();
  changed_.clear();
  loader_.Want({}, room_);
  endResetModel();
}

void FilmStripModel::SetVisible(int first, int last, QSize room) {
  if (room != room_) {
    room_ = room;
    thumbnails_.clear();
  }
  std::vector<ThumbnailRequest> requests;
  for (int row = std::max(first, 0); row <= std::min(last, rowCount() - 1); ++row) {
    if (thumbnails_.object(row) == nullptr && !errors_.contains(row)) {
      requests.push_back({list_, row, photos_[static_cast<std::size_t>(row)]});
    }
  }
  loader_.Want(requests, room);
}

void FilmStripModel::OnReady(const Thumbnail& thumbnail) {
  if (thumbnail.list != list_) {
    return;
  }
  if (thumbnail.image.isNull()) {
    errors_[thumbnail.row] = thumbnail.error;
  } else {
    thumbnails_.insert(thumbnail.row, new QImage(thumbnail.image), thumbnail.image.sizeInBytes());
  }
  changed_.insert(thumbnail.row);
  if (!tell_.isActive()) {
    tell_.start();
  }
}

// One signal for each run of neighbours.
void FilmStripModel::TellChanges() {
  const std::set<int> rows = std::exchange(changed_, {});
  for (auto first = rows.begin(); first != rows.end();) {
    auto last = first;
    auto next = std::next(first);
    while (next != rows.end() && *next == *last + 1) {
      last = next++;
    }
    emit dataChanged(index(*first), index(*last));
    first = next;
  }
}

int FilmStripModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(photos_.size());
}

QVariant FilmStripModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const int row = index.row();
  switch (role) {
    case Qt::DisplayRole:
      return ToQString(photos_[static_cast<std::size_t>(row)].filename());
    case Qt::DecorationRole: {
      const QImage* image = thumbnails_.object(row);
      return image != nullptr ? *image : QImage();
    }
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
      return Describe(row);
    case kUnreadableRole:
      return errors_.contains(row);
    default:
      return {};
  }
}

QString FilmStripModel::Describe(int row) const {
  const QString name = tr("%1 (%2 of %3)")
                           .arg(ToQString(photos_[static_cast<std::size_t>(row)].filename()))
                           .arg(row + 1)
                           .arg(photos_.size());
  const auto error = errors_.find(row);
  return error == errors_.end() ? name : tr("%1\nCannot be shown: %2").arg(name, error->second);
}

}  // namespace godwit::ui

// The opened photos as rows with thumbnails, as many of these as fit into a bound.
#pragma once

#include <filesystem>
#include <set>
#include <unordered_map>
#include <vector>

#include <QAbstractListModel>
#include <QCache>
#include <QImage>
#include <QSize>
#include <QTimer>

#include "ui/thumbnail_loader.h"

namespace godwit::ui {

// Asks for thumbnails of the visible rows only, and keeps those used last, up to a number of bytes. Changes that come
// close together are told as one.
class FilmStripModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { kUnreadableRole = Qt::UserRole };  // bool: the photo was tried, and there is nothing to show of it

  static constexpr qsizetype kDefaultBytes = 64 << 20;

  // `bytes` bounds the pixels that are kept; what is visible at once should fit.
  explicit FilmStripModel(ThumbnailLoader::Decode decode = DecodeThumbnail, qsizetype bytes = kDefaultBytes,
                          QObject* parent = nullptr);

  void SetPhotos(const std::vector<std::filesystem::path>& photos);

  // Which rows a person sees, the last one included, and the room for each thumbnail in pixels of the screen. Those
  // that are not there yet are asked for, what was asked for other rows is dropped.
  void SetVisible(int first, int last, QSize room);

  [[nodiscard]] qsizetype bytes() const { return thumbnails_.totalCost(); }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  // Decoration: QImage, null where there is none yet. Display: the file's name.
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  void OnReady(const Thumbnail& thumbnail);
  void TellChanges();
  [[nodiscard]] QString Describe(int row) const;

  ThumbnailLoader loader_;
  std::vector<std::filesystem::path> photos_;
  quint64 list_ = 0;  // number of the list that photos_ is
  QSize room_;
  QCache<int, QImage> thumbnails_;           // by row, costs in bytes
  std::unordered_map<int, QString> errors_;  // by row
  std::set<int> changed_;                    // rows that nobody was told about yet
  QTimer tell_;
};

}  // namespace godwit::ui

// Small pictures of many photos, made beside everything else that goes on.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include <QImage>
#include <QObject>
#include <QSize>
#include <QString>
#include <QThreadPool>

#include "core/base/result.h"

namespace godwit::ui {

struct ThumbnailRequest {
  quint64 list = 0;  // which list of photos it belongs to; repeated in the answer, as the row is
  int row = 0;
  std::filesystem::path path;
};

struct Thumbnail {
  quint64 list = 0;
  int row = 0;
  QImage image;   // null: the photo cannot be read
  QString error;  // why: one line that begins with the path
};

// Decodes a photo as a person sees it, no larger than `room`. Errors: those of core::DecodeImage. Thread-safe.
core::Result<QImage> DecodeThumbnail(const std::filesystem::path& photo, QSize room);

// Lives in the window's thread and never blocks it, but when it is destroyed: it waits for the photos under way. Two
// threads of its own at most, which leave the processor to others: what a person looks at matters more.
class ThumbnailLoader : public QObject {
  Q_OBJECT

 public:
  // Called on several threads. An exception becomes an error.
  using Decode = std::function<core::Result<QImage>(const std::filesystem::path& photo, QSize room)>;

  explicit ThumbnailLoader(Decode decode = DecodeThumbnail, QObject* parent = nullptr);
  ~ThumbnailLoader() override;

  // The thumbnails that are wanted now, most urgent first. What was wanted before and is no more is dropped, unless it
  // is under way; what is under way is not begun again. `room` is in pixels of the screen.
  void Want(const std::vector<ThumbnailRequest>& requests, QSize room);

 signals:
  void Ready(const godwit::ui::Thumbnail& thumbnail);

 private:
  struct Desk;

  void Work();  // on a thread of the pool, until nothing is wanted
  void Deliver();

  Decode decode_;
  std::unique_ptr<Desk> desk_;
  QThreadPool pool_;
};

}  // namespace godwit::ui

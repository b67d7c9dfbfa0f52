// What a session asks of the thread that decodes and looks at photos, and what it hears back.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/image/list_images.h"
#include "ui/picture.h"
#include "workflows/photo_heads.h"

namespace godwit::ui {

using workflows::Head;
using workflows::kHeads;

struct SetupRequest {
  quint64 id = 0;  // repeated in the answer
  workflows::HeadsSetup setup;
  std::stop_token stop;  // requested once another setup follows
};

struct PhotoRequest {
  quint64 id = 0;  // repeated in every answer
  std::filesystem::path path;
  workflows::DetectSettings settings;
  bool picture = true;             // whether pixels to show are wanted
  workflows::PerHead<bool> heads;  // whose results are wanted
  std::stop_token stop;            // requested once nobody waits for the answer
};

// A session moves its source to a worker thread and calls the slots there; the signals reach the session queued. A
// setup that nobody stopped is answered by one SetUpDone. A photo is answered by any number of PictureReady (a preview
// first, where that is much faster) and at most one result for each head, then by exactly one of PhotoDone and
// PhotoFailed.
class PhotoSource : public QObject {
  Q_OBJECT

 public:
  virtual void SetUp(const godwit::ui::SetupRequest& request) = 0;
  virtual void List(quint64 id, const std::vector<std::filesystem::path>& paths) = 0;
  virtual void Load(const godwit::ui::PhotoRequest& request) = 0;

 signals:
  void SetUpDone(quint64 id, const godwit::workflows::HeadsReport& report);
  void Listed(quint64 id, const godwit::core::ImageList& list);
  void PictureReady(quint64 id, const godwit::ui::Picture& picture);
  void DetectionsReady(quint64 id, const godwit::workflows::ImageDetections& detections,
                       godwit::workflows::Head head = godwit::workflows::Head::kObjects);
  void ClassesReady(quint64 id, const godwit::workflows::ImageClasses& classes);
  void PhotoDone(quint64 id);
  void PhotoFailed(quint64 id, const QString& message);
};

}  // namespace godwit::ui

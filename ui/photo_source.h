// What a session asks of the thread that decodes and detects, and what it hears back.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/image/list_images.h"
#include "ui/picture.h"
#include "workflows/detect_images.h"

namespace godwit::ui {

struct ModelChoice {
  std::filesystem::path folder;
  std::string id;
};

// A loaded model, as the window names it.
struct ModelInfo {
  QString id;
  QString licence;
  QString source;
  std::shared_ptr<const core::ModelCard> card;  // all that it says of itself, with the input size in use
};

struct PhotoRequest {
  quint64 id = 0;  // repeated in every answer
  std::filesystem::path path;
  workflows::DetectSettings settings;
  bool picture = true;     // whether pixels to show are wanted
  bool detections = true;  // whether detections are wanted, where a model is loaded
  std::stop_token stop;    // requested once nobody waits for the answer
};

// A session moves its source to a worker thread and calls the slots there; the signals reach the session queued. A
// request is answered by any number of PictureReady (a preview first, where that is much faster) and at most one
// DetectionsReady, then by exactly one of PhotoDone and PhotoFailed.
class PhotoSource : public QObject {
  Q_OBJECT

 public:
  virtual void LoadModel(const godwit::ui::ModelChoice& choice) = 0;
  virtual void List(quint64 id, const std::vector<std::filesystem::path>& paths) = 0;
  virtual void Load(const godwit::ui::PhotoRequest& request) = 0;

 signals:
  void ModelReady(const godwit::ui::ModelInfo& model);
  void ModelFailed(const godwit::core::Error& error);
  void Listed(quint64 id, const godwit::core::ImageList& list);
  void PictureReady(quint64 id, const godwit::ui::Picture& picture);
  void DetectionsReady(quint64 id, const godwit::workflows::ImageDetections& detections);
  void PhotoDone(quint64 id);
  void PhotoFailed(quint64 id, const QString& message);
};

}  // namespace godwit::ui

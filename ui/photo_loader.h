// The source of real photos: files, decoded and looked at by a detector.
#pragma once

#include <memory>
#include <optional>

#include "core/base/parallel.h"
#include "detection/detector.h"
#include "ui/photo_source.h"

namespace godwit::ui {

// Detections are those of the command line: the same decoding, the same network. Keeps its memory from photo to photo.
class PhotoLoader : public PhotoSource {
  Q_OBJECT

 public:
  void LoadModel(const godwit::ui::ModelChoice& choice) override;
  void List(quint64 id, const std::vector<std::filesystem::path>& paths) override;
  void Load(const godwit::ui::PhotoRequest& request) override;

 private:
  core::Result<std::shared_ptr<const core::Photo>> Decode(const PhotoRequest& request,
                                                          const core::DecodeOptions& options);
  workflows::ImageDetections Detect(const PhotoRequest& request, const core::Photo& photo, double decode_ms);
  core::Result<> Answer(const PhotoRequest& request);

  core::ThreadPool pool_;
  core::Workspace workspace_;
  std::optional<detection::Detector> detector_;
};

}  // namespace godwit::ui

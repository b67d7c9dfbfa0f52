#include "ui/photo_loader.h"

#include <chrono>
#include <exception>

#include <QElapsedTimer>

#include "ui/format.h"
#include "workflows/models.h"

namespace godwit::ui {
namespace {

double LapMs(QElapsedTimer& timer) {
  const double lap = static_cast<double>(timer.nsecsElapsed()) / 1e6;
  timer.start();
  return lap;
}

}  // namespace

void PhotoLoader::LoadModel(const ModelChoice& choice) {
  try {
    const auto file = workflows::FindModel(choice.folder, choice.id);
    if (!file) {
      emit ModelFailed(file.error());
      return;
    }
    auto detector = detection::Detector::Load(*file);
    if (!detector) {
      emit ModelFailed(detector.error());
      return;
    }
    detector_.emplace(*std::move(detector));
    workspace_ = {};
    const core::ModelCard& card = detector_->card();
    emit ModelReady(
        {ToQString(card.id), ToQString(card.licence), ToQString(card.source), std::make_shared<core::ModelCard>(card)});
  } catch (const std::exception& failure) {
    emit ModelFailed({core::ErrorKind::kModel, fmt::format("model '{}': {}", choice.id, failure.what())});
  }
}

void PhotoLoader::List(quint64 id, const std::vector<std::filesystem::path>& paths) {
  emit Listed(id, core::ListImages(paths));
}

void PhotoLoader::Load(const PhotoRequest& request) {
  // One photo must not take the window down with it, even where memory runs out.
  try {
    if (const auto answered = Answer(request); !answered) {
      emit PhotoFailed(request.id, ToQString(answered.error().message));
      return;
    }
  } catch (const std::exception& failure) {
    emit PhotoFailed(request.id, ToQString(request.path) + QStringLiteral(": ") + QString::fromUtf8(failure.what()));
    return;
  }
  emit PhotoDone(request.id);
}

core::Result<> PhotoLoader::Answer(const PhotoRequest& request) {
  if (request.stop.stop_requested()) {
    return {};
  }
  const bool detect = request.detections && detector_.has_value();
  core::DecodeOptions options;
  if (detect) {
    options = detector_->decode_options();
    options.exact = request.settings.exact_decode;
  }
  QElapsedTimer timer;
  timer.start();
  auto photo = Decode(request, options);
  if (!photo) {
    return core::Forward(photo);
  }
  const double decode_ms = LapMs(timer);
  if (request.stop.stop_requested()) {
    return {};
  }
  bool preview = false;
  if (request.picture) {
    const Picture picture = Picture::Create(*photo);
    preview = picture.is_preview();
    emit PictureReady(request.id, picture);
  }
  if (detect) {
    emit DetectionsReady(request.id, Detect(request, **photo, decode_ms));
  }
  if (!preview || request.stop.stop_requested()) {
    return {};
  }
  // What the network looks at may be too small to be looked at by a person.
  photo->reset();
  photo = Decode(request, {.exact = true});
  if (!photo) {
    return core::Forward(photo);
  }
  emit PictureReady(request.id, Picture::Create(*std::move(photo)));
  return {};
}

core::Result<std::shared_ptr<const core::Photo>> PhotoLoader::Decode(const PhotoRequest& request,
                                                                     const core::DecodeOptions& options) {
  auto photo = std::make_shared<core::Photo>();
  if (auto decoded = core::DecodeImage(request.path, options, *photo); !decoded) {
    return core::Forward(decoded);
  }
  photo->file = {};
  return photo;
}

workflows::ImageDetections PhotoLoader::Detect(const PhotoRequest& request, const core::Photo& photo,
                                               double decode_ms) {
  workflows::ImageDetections result{{.path = request.path,
                                     .relative = request.path.filename(),
                                     .width = photo.width,
                                     .height = photo.height,
                                     .times = {.decode_ms = decode_ms}},
                                    {}};
  QElapsedTimer timer;
  timer.start();
  detector_->Preprocess(photo, workspace_, pool_);
  result.times.preprocess_ms = LapMs(timer);
  detector_->Run(workspace_, pool_);
  result.times.network_ms = LapMs(timer);
  result.detections =
      detector_->PostProcess(workspace_, photo.width, photo.height, workflows::ToDetectOptions(request.settings));
  result.times.postprocess_ms = LapMs(timer);
  return result;
}

}  // namespace godwit::ui

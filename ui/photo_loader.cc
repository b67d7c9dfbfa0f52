#include "ui/photo_loader.h"

#include <exception>

#include "ui/format.h"

namespace godwit::ui {

void PhotoLoader::SetUp(const SetupRequest& request) {
  if (request.stop.stop_requested()) {
    return;
  }
  workflows::HeadsReport report;
  try {
    report = heads_.SetUp(request.setup, request.stop);
  } catch (const std::exception& failure) {
    report.note = failure.what();
  }
  if (!request.stop.stop_requested()) {
    emit SetUpDone(request.id, report);
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
  workflows::Stopwatch watch;
  auto photo = Decode(request, heads_.DecodeOptionsFor(request.heads, request.settings.exact_decode));
  if (!photo) {
    return core::Forward(photo);
  }
  const double decode_ms = watch.LapMs();
  if (request.stop.stop_requested()) {
    return {};
  }
  bool preview = false;
  if (request.picture) {
    const Picture picture = Picture::Create(*photo);
    preview = picture.is_preview();
    emit PictureReady(request.id, picture);
  }
  Look(request, **photo, decode_ms);
  if (!preview || request.stop.stop_requested()) {
    return {};
  }
  // What the networks look at may be too small to be looked at by a person.
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

void PhotoLoader::Look(const PhotoRequest& request, const core::Photo& photo, double decode_ms) {
  const workflows::ImageResult result{.path = request.path,
                                      .relative = request.path.filename(),
                                      .width = photo.width,
                                      .height = photo.height,
                                      .times = {.decode_ms = decode_ms}};
  const workflows::HeadSink sink{
      .detections = [&](Head head,
                        const workflows::ImageDetections& found) { emit DetectionsReady(request.id, found, head); },
      .classes = [&](const workflows::ImageClasses& classes) { emit ClassesReady(request.id, classes); }};
  heads_.Look(photo, request.heads, result, request.settings, sink, request.stop);
}

}  // namespace godwit::ui

#include "ui/annotated_export.h"

#include <exception>
#include <system_error>

#include <QtConcurrentRun>

#include "core/image/encode.h"
#include "ui/format.h"
#include "workflows/annotate.h"

namespace godwit::ui {
namespace {

core::Result<> DrawInto(const ShownPhoto& shown, const std::filesystem::path& file, core::Image& drawn) {
  if (std::error_code ignored; !file.empty() && std::filesystem::equivalent(file, shown.path, ignored)) {
    return core::Fail(core::ErrorKind::kUsage, "{}: is the photo itself; originals are never overwritten",
                      file.string());
  }
  auto done = workflows::DrawDetections(*shown.detections, shown.picture.photo(), drawn);
  return done && !file.empty() ? core::WriteImage(file, drawn) : done;
}

}  // namespace

AnnotatedExport::AnnotatedExport(QObject* parent) : QObject(parent) {
  connect(&watcher_, &QFutureWatcher<Outcome>::finished, this, &AnnotatedExport::OnFinished);
}

AnnotatedExport::~AnnotatedExport() {
  watcher_.disconnect(this);
  watcher_.waitForFinished();
}

void AnnotatedExport::Copy(const ShownPhoto& shown, std::vector<detection::Detection> detections) {
  Start(shown, std::move(detections), {});
}

void AnnotatedExport::Save(const ShownPhoto& shown, std::vector<detection::Detection> detections,
                           const std::filesystem::path& file) {
  Start(shown, std::move(detections), file);
}

void AnnotatedExport::Start(ShownPhoto shown, std::vector<detection::Detection> detections,
                            const std::filesystem::path& file) {
  core::Check(!shown.picture.empty(), "a photo is shown");
  if (watcher_.isRunning()) {
    return;
  }
  if (!shown.detections) {
    shown.detections.emplace();
    shown.detections->path = shown.path;
  }
  shown.detections->detections = std::move(detections);
  watcher_.setFuture(QtConcurrent::run([shown = std::move(shown), file] { return Draw(shown, file); }));
}

AnnotatedExport::Outcome AnnotatedExport::Draw(const ShownPhoto& shown, const std::filesystem::path& file) {
  Outcome outcome{.file = file};
  try {
    core::Image drawn;
    outcome.result = DrawInto(shown, file, drawn);
    if (outcome.result && file.empty()) {
      outcome.image = QImage(drawn.data(), drawn.width(), drawn.height(), static_cast<qsizetype>(drawn.Stride()),
                             QImage::Format_RGB888)
                          .copy();
    }
  } catch (const std::exception& failure) {
    outcome.result = core::Fail(core::ErrorKind::kInput, "{}: {}", shown.path.string(), failure.what());
  }
  return outcome;
}

void AnnotatedExport::OnFinished() {
  const Outcome outcome = watcher_.result();
  if (!outcome.result) {
    emit Failed(ToQString(outcome.result.error().message));
  } else if (outcome.file.empty()) {
    emit Copied(outcome.image);
  } else {
    emit Saved(ToQString(outcome.file));
  }
}

}  // namespace godwit::ui

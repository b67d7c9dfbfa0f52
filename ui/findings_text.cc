#include "ui/findings_text.h"

#include <cmath>

#include <QStringList>

#include "ui/format.h"

namespace godwit::ui {
namespace {

QString HeadName(Head head) {
  switch (head) {
    case Head::kObjects:
      return PhotoSession::tr("objects %1 ms");
    case Head::kClasses:
      return PhotoSession::tr("classes %1 ms");
    case Head::kFaces:
      return PhotoSession::tr("faces %1 ms");
  }
  return {};
}

const workflows::StageTimes* TimesOf(const Findings& findings, Head head) {
  switch (head) {
    case Head::kObjects:
      return findings.detections ? &findings.detections->times : nullptr;
    case Head::kClasses:
      return findings.classes ? &findings.classes->times : nullptr;
    case Head::kFaces:
      return findings.faces ? &findings.faces->times : nullptr;
  }
  return nullptr;
}

}  // namespace

QString TimesText(const Findings& findings) {
  QStringList parts;
  for (const Head head : kHeads) {
    if (const workflows::StageTimes* times = TimesOf(findings, head)) {
      if (parts.isEmpty()) {
        parts << PhotoSession::tr("decode %1 ms").arg(std::lround(times->decode_ms));
      }
      parts << HeadName(head).arg(std::lround(times->preprocess_ms + times->network_ms + times->postprocess_ms));
    }
  }
  return parts.join(QStringLiteral(" · "));
}

QString PendingText(const PhotoSession& session) {
  const ShownPhoto& shown = session.shown();
  const auto& in_use = session.in_use();
  if (shown.picture.empty()) {
    return PhotoSession::tr("No photo is open");
  }
  if (!in_use[Head::kObjects] && !in_use[Head::kFaces]) {
    return PhotoSession::tr("Objects and faces are switched off");
  }
  if (in_use[Head::kObjects] && !shown.detections) {
    return PhotoSession::tr("Looking for objects…");
  }
  if (in_use[Head::kFaces] && !shown.faces && !in_use[Head::kObjects]) {
    return PhotoSession::tr("Looking for faces…");
  }
  return {};
}

QStringList ModelTexts(const PhotoSession& session) {
  QStringList parts;
  for (const Head head : kHeads) {
    if (const auto& model = session.in_use()[head]) {
      parts << PhotoSession::tr("%1 at %2 px").arg(ToQString(model->id)).arg(model->input);
    }
  }
  return parts;
}

}  // namespace godwit::ui

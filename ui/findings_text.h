// What the heads are at and how long they took, in words.
#pragma once

#include <QString>
#include <QStringList>

#include "ui/photo_session.h"

namespace godwit::ui {

// "decode 12 ms · objects 27 ms · faces 40 ms"; empty where nothing was looked for.
QString TimesText(const Findings& findings);

// Why there are no boxes yet; empty: they were looked for.
QString PendingText(const PhotoSession& session);

// The models in use, that of objects first: "coco-ssd-mobilenet-v1-0.5 at 224 px".
QStringList ModelTexts(const PhotoSession& session);

}  // namespace godwit::ui

// The window's icons: lines drawn in the text colour of the moment, sharp at any size, right in light and dark.
#pragma once

#include <QIcon>

namespace godwit::ui {

enum class Glyph {
  kOpen,
  kFolder,
  kPrevious,
  kNext,
  kFit,
  kActualSize,
  kZoomIn,
  kZoomOut,
  kBoxes,
  kCaptions,
  kCopy,
  kSave,
  kClose,
  kWarning,
  kDownload,
  kPhotos,
  kJob,
  kCompare,
  kTrain,
  kPlaces,
  kSettings,
};

QIcon LineIcon(Glyph glyph);

}  // namespace godwit::ui

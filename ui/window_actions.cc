#include "ui/window_actions.h"

#include "ui/line_icon.h"

namespace godwit::ui {

WindowActions::WindowActions(QWidget* window) : QObject(window), themes(new QActionGroup(window)), window_(window) {
  open = Add(tr("&Open…"), {QKeySequence::Open}, tr("Open photos"));
  open->setIcon(LineIcon(Glyph::kOpen));
  open_folder = Add(tr("Open &Folder…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_O}, tr("Open a folder of photos"));
  open_folder->setIcon(LineIcon(Glyph::kFolder));
  previous = Add(tr("&Previous Photo"), {Qt::Key_Left}, tr("Previous photo"));
  previous->setIcon(LineIcon(Glyph::kPrevious));
  next = Add(tr("&Next Photo"), {Qt::Key_Right}, tr("Next photo"));
  next->setIcon(LineIcon(Glyph::kNext));
  first = Add(tr("&First Photo"), {Qt::Key_Home}, tr("First photo"));
  last = Add(tr("&Last Photo"), {Qt::Key_End}, tr("Last photo"));
  go_to = Add(tr("&Go to Number…"), {Qt::CTRL | Qt::Key_G}, tr("Go to the photo of a number"));
  paste = Add(tr("&Paste"), {QKeySequence::Paste}, tr("Open the picture or the files in the clipboard"));
  copy = Add(tr("&Copy Annotated"), {QKeySequence::Copy}, tr("Copy the photo with its boxes"));
  copy->setIcon(LineIcon(Glyph::kCopy));
  copy_json = Add(tr("Copy as &JSON"), {Qt::CTRL | Qt::SHIFT | Qt::Key_C}, tr("Copy what was found as text"));
  save = Add(tr("&Save Annotated As…"), {QKeySequence::Save}, tr("Save a copy of the photo with its boxes"));
  save->setIcon(LineIcon(Glyph::kSave));
  export_detections =
      Add(tr("&Export Detections…"), {Qt::CTRL | Qt::Key_E}, tr("Save what was found as JSON, CSV, COCO, VOC or YOLO"));
  find = Add(tr("&Find Objects"), {QKeySequence::Find, Qt::Key_Slash}, tr("Show only objects of a name"));
  quit = Add(tr("&Quit"), {Qt::CTRL | Qt::Key_Q}, tr("Quit"));

  zoom_in = Add(tr("Zoom &In"), {Qt::CTRL | Qt::Key_Plus, Qt::Key_Plus, Qt::Key_Equal}, tr("Zoom in"));
  zoom_in->setIcon(LineIcon(Glyph::kZoomIn));
  zoom_out = Add(tr("Zoom &Out"), {Qt::CTRL | Qt::Key_Minus, Qt::Key_Minus}, tr("Zoom out"));
  zoom_out->setIcon(LineIcon(Glyph::kZoomOut));
  fit = Add(tr("&Fit to Window"), {Qt::Key_F, Qt::Key_0, Qt::CTRL | Qt::Key_0}, tr("Fit the photo into the window"));
  fit->setIcon(LineIcon(Glyph::kFit));
  actual_size = Add(tr("&Actual Size"), {Qt::Key_1, Qt::CTRL | Qt::Key_1}, tr("Show the photo pixel by pixel"));
  actual_size->setIcon(LineIcon(Glyph::kActualSize));
  boxes = Add(tr("&Boxes"), {Qt::Key_B}, tr("Show boxes around objects"));
  boxes->setIcon(LineIcon(Glyph::kBoxes));
  captions = Add(tr("&Labels"), {Qt::Key_L}, tr("Show labels on boxes"));
  captions->setIcon(LineIcon(Glyph::kCaptions));
  panel = Add(tr("&Side Panel"), {Qt::Key_F9}, tr("Show the list of objects"));
  strip = Add(tr("Film S&trip"), {Qt::Key_T}, tr("Show the opened photos as thumbnails"));
  for (QAction* toggle : {boxes, captions, panel, strip}) {
    toggle->setCheckable(true);
    toggle->setChecked(true);
  }
  full_screen = Add(tr("F&ull Screen"), {Qt::Key_F11}, tr("Use the whole screen"));
  full_screen->setCheckable(true);
  threshold_up = Add(tr("&Raise Threshold"), {Qt::Key_BracketRight}, tr("Show fewer, more certain objects"));
  threshold_down = Add(tr("Lo&wer Threshold"), {Qt::Key_BracketLeft}, tr("Show more, less certain objects"));
  about = Add(tr("&About Godwit"), {}, tr("About Godwit"));

  AddTheme(tr("As the &System"), Theme::kSystem);
  AddTheme(tr("&Light"), Theme::kLight);
  AddTheme(tr("&Dark"), Theme::kDark);
  SetState({});
}

QAction* WindowActions::Add(const QString& text, const QList<QKeySequence>& shortcuts, const QString& tip) {
  auto* action = new QAction(text, window_);
  action->setShortcuts(shortcuts);
  action->setToolTip(shortcuts.isEmpty()
                         ? tip
                         : QStringLiteral("%1 (%2)").arg(tip, shortcuts.front().toString(QKeySequence::NativeText)));
  window_->addAction(action);
  return action;
}

void WindowActions::AddTheme(const QString& text, Theme theme) {
  auto* action = new QAction(text, themes);
  action->setCheckable(true);
  action->setData(static_cast<int>(theme));
}

void WindowActions::FillMenus(QMenuBar* bar, QMenu* recent, const QList<QAction*>& pages) {
  QMenu* file = bar->addMenu(tr("&File"));
  file->addActions({open, open_folder});
  file->addMenu(recent);
  file->addSeparator();
  file->addActions({previous, next, first, last, go_to});
  file->addSeparator();
  file->addActions({paste, copy, copy_json});
  file->addSeparator();
  file->addActions({save, export_detections});
  file->addSeparator();
  file->addAction(quit);

  QMenu* view = bar->addMenu(tr("&View"));
  view->addActions({zoom_in, zoom_out, fit, actual_size});
  view->addSeparator();
  view->addActions({boxes, captions, threshold_up, threshold_down, find});
  view->addSeparator();
  view->addActions({panel, strip, full_screen});
  view->addMenu(tr("&Theme"))->addActions(themes->actions());

  bar->addMenu(tr("&Go"))->addActions(pages);
  bar->addMenu(tr("&Help"))->addAction(about);
}

void WindowActions::FillToolBar(QToolBar* bar) {
  bar->addActions({open, open_folder});
  bar->addSeparator();
  bar->addActions({previous, next});
  bar->addSeparator();
  bar->addActions({fit, actual_size, zoom_out, zoom_in});
  bar->addSeparator();
  bar->addActions({boxes, captions});
  bar->addSeparator();
  bar->addActions({copy, save});
}

void WindowActions::SetState(const State& state) {
  previous->setEnabled(state.viewing && state.has_previous);
  next->setEnabled(state.viewing && state.has_next);
  first->setEnabled(previous->isEnabled());
  last->setEnabled(next->isEnabled());
  go_to->setEnabled(state.viewing && state.several);
  for (QAction* action : {copy_json, export_detections}) {
    action->setEnabled(state.viewing && state.detections);
  }
  for (QAction* action : {copy, save, zoom_in, zoom_out, fit, actual_size}) {
    action->setEnabled(state.viewing && state.photo_shown);
  }
  for (QAction* action : {boxes, captions, panel, strip, threshold_up, threshold_down, find}) {
    action->setEnabled(state.viewing);
  }
}

}  // namespace godwit::ui

// Everything a person can tell the window to do: text, icon, shortcut and place in menus and tool bar.
#pragma once

#include <QAction>
#include <QActionGroup>
#include <QMenuBar>
#include <QObject>
#include <QToolBar>

#include "ui/theme.h"

namespace godwit::ui {

class WindowActions : public QObject {
  Q_OBJECT

 public:
  // The actions belong to `window` and work wherever its focus is.
  explicit WindowActions(QWidget* window);

  void FillMenus(QMenuBar* bar, QMenu* recent, const QList<QAction*>& pages);
  void FillToolBar(QToolBar* bar);

  struct State {
    bool viewing = false;      // photos are what the window shows
    bool photo_shown = false;  // there is one
    bool detections = false;   // and it was looked at
    bool has_previous = false;
    bool has_next = false;
    bool several = false;  // photos are open
  };
  // Enables what makes sense then.
  void SetState(const State& state);

  QAction* open;
  QAction* open_folder;
  QAction* previous;
  QAction* next;
  QAction* first;
  QAction* last;
  QAction* go_to;
  QAction* paste;
  QAction* copy;
  QAction* copy_json;
  QAction* save;
  QAction* export_detections;
  QAction* find;
  QAction* quit;
  QAction* zoom_in;
  QAction* zoom_out;
  QAction* fit;
  QAction* actual_size;
  QAction* boxes;
  QAction* captions;
  QAction* panel;
  QAction* strip;
  QAction* full_screen;
  QAction* threshold_up;
  QAction* threshold_down;
  QAction* about;
  QActionGroup* themes;  // each action's data is an int, a Theme

 private:
  QAction* Add(const QString& text, const QList<QKeySequence>& shortcuts, const QString& tip);
  void AddTheme(const QString& text, Theme theme);

  QWidget* window_;
};

}  // namespace godwit::ui

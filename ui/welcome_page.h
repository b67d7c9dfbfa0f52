// What the window shows before the first photo.
#pragma once

#include <QAction>
#include <QWidget>

namespace godwit::ui {

class WelcomePage : public QWidget {
  Q_OBJECT

 public:
  // The actions become buttons.
  explicit WelcomePage(const QList<QAction*>& actions, QWidget* parent = nullptr);
};

}  // namespace godwit::ui

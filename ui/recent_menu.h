// The files and folders opened last, kept in the settings.
#pragma once

#include <QMenu>
#include <QSettings>

namespace godwit::ui {

class RecentMenu : public QMenu {
  Q_OBJECT

 public:
  // `settings` must outlive the menu.
  explicit RecentMenu(QSettings* settings, QWidget* parent = nullptr);

  // Moves the path to the top.
  void Add(const QString& path);
  void Clear();
  [[nodiscard]] QStringList paths() const { return PathsIn(*settings_); }
  static QStringList PathsIn(const QSettings& settings);

 signals:
  void Chosen(const QString& path);

 private:
  void Store(const QStringList& paths);
  void Rebuild();

  QSettings* settings_;
};

}  // namespace godwit::ui

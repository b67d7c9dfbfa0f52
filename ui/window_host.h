// Keeps the window, and makes it anew when another language is chosen.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include <QObject>
#include <QSettings>

#include "ui/main_window.h"
#include "ui/translation.h"

namespace godwit::ui {

// Words are looked up when a widget is made. Every page would have to set each of its words again for a new language; a
// window that is closed and made anew in its place does it for all of them, pages to come included. It keeps its
// place, its page and its photos, and all that pages keep in the settings. What only runs (jobs, fetches) would be
// lost, so the window is left alone until no BackgroundJob runs.
class WindowHost : public QObject {
  Q_OBJECT

 public:
  using Make = std::function<std::unique_ptr<MainWindow>()>;

  // Applies the language of `settings`, which must outlive it, then makes the window and shows it. `make` is called
  // again for each language.
  WindowHost(Make make, QSettings* settings, QObject* parent = nullptr);
  ~WindowHost() override;

  [[nodiscard]] MainWindow& window() { return *window_; }

 private:
  void Show();
  // Once nothing runs.
  void MakeAnew();

  Make make_;
  Translation translation_;
  std::unique_ptr<MainWindow> window_;
  bool is_due_ = false;  // the window does not speak the chosen language yet
};

}  // namespace godwit::ui

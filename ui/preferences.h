// What a person chose, kept from start to start.
#pragma once

#include <string>

#include <QObject>
#include <QSettings>
#include <QString>

#include "ui/theme.h"

namespace godwit::ui {

// One head: whether it looks at photos, with which model, and at which size.
struct HeadChoice {
  bool on = false;
  std::string model;  // id; empty: the one that is there
  int input = 0;      // side of the network's input in pixels (rho); 0: the model's own
  bool operator==(const HeadChoice&) const = default;
};

struct PreferenceValues {
  Theme theme = Theme::kSystem;
  QString language;  // "de"; empty: as the system
  int threads = 0;   // 0: all cores
  QString isa;       // "avx2"; empty: the best that this machine has
  HeadChoice objects{.on = true};
  HeadChoice classes;
  HeadChoice faces;
  bool operator==(const PreferenceValues&) const = default;
};

// Lives in the window's thread.
class Preferences : public QObject {
  Q_OBJECT

 public:
  // Reads `settings`, which must outlive it; what is damaged there is as if it were not there.
  explicit Preferences(QSettings* settings, QObject* parent = nullptr);

  [[nodiscard]] const PreferenceValues& values() const { return values_; }
  // Keeps them at once, and says so where they differ.
  void Set(const PreferenceValues& values);
  void Reset() { Set({}); }

  // For what a page keeps on its own, under keys that begin with the page's name: "compare/alphas".
  [[nodiscard]] QSettings& settings() { return *settings_; }

 signals:
  void Changed(const godwit::ui::PreferenceValues& before);

 private:
  QSettings* settings_;
  PreferenceValues values_;
};

}  // namespace godwit::ui

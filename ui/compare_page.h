// Widths, input sizes and models beside each other: how fast they are here, where the time goes, what they find.
#pragma once

#include <QTabWidget>

#include "ui/benchmark_model.h"
#include "ui/layer_share_panel.h"
#include "ui/photo_compare_panel.h"
#include "ui/speed_panel.h"

namespace godwit::ui {

class ComparePage : public QWidget {
  Q_OBJECT

 public:
  // All must outlive the page.
  ComparePage(BenchmarkFunction benchmark, Preferences* preferences, InstalledModels* models,
              QWidget* parent = nullptr);

  [[nodiscard]] SpeedPanel& speed() { return *speed_; }
  [[nodiscard]] LayerSharePanel& shares() { return *shares_; }
  [[nodiscard]] PhotoComparePanel& photos() { return *photos_; }
  [[nodiscard]] QTabWidget& tabs() { return *tabs_; }

 private:
  BenchmarkModel* model_;
  QTabWidget* tabs_;
  SpeedPanel* speed_;
  LayerSharePanel* shares_;
  PhotoComparePanel* photos_;
};

}  // namespace godwit::ui

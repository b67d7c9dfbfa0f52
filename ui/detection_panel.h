// The side of the window that tells what was found: threshold, summary, classes, list, further options.
#pragma once

#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QTreeView>
#include <QWidget>

#include "ui/class_panel.h"
#include "ui/detection_filter.h"
#include "ui/option_form.h"

namespace godwit::ui {

class DetectionPanel : public QWidget {
  Q_OBJECT

 public:
  // `model` and `filter` must outlive the panel or be deleted by Qt.
  DetectionPanel(DetectionModel* model, DetectionFilter* filter, const workflows::DetectSettings& settings,
                 QWidget* parent = nullptr);

  [[nodiscard]] QTreeView* list() { return list_; }
  [[nodiscard]] ClassPanel* classes() { return classes_; }
  [[nodiscard]] const workflows::DetectSettings& settings() const { return options_->settings(); }

  // Moves the slider, and with it the filter.
  void SetThreshold(double threshold);
  void StepThreshold(int percent);

  // What to say while there are no detections because none were looked for yet; empty: they were.
  void SetPending(const QString& reason);

  // "3 objects: 2 person, 1 tie".
  [[nodiscard]] QString summary() const { return summary_->text(); }

 signals:
  void Hovered(const QModelIndex& index);
  void SettingsChanged();
  void SummaryChanged(const QString& summary);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QLayout* MakeThreshold();
  void MakeList();
  void UpdateSummary();

  DetectionModel* model_;
  DetectionFilter* filter_;
  QSlider* slider_;
  QSpinBox* percent_;
  QLabel* summary_;
  QLabel* hint_;
  ClassPanel* classes_;
  QTreeView* list_;
  OptionForm* options_;
  QString pending_;
};

}  // namespace godwit::ui

// Two detectors side by side on a person's own photos: the same part of the photo in both views, differences marked.
#pragma once

#include <array>

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>

#include "ui/compared_detections.h"
#include "ui/image_view.h"
#include "ui/installed_models.h"
#include "ui/message_bar.h"
#include "ui/photo_comparison.h"
#include "ui/preferences.h"

namespace godwit::ui {

class PhotoComparePanel : public QWidget {
  Q_OBJECT

 public:
  // All must outlive the panel. Remembers the detectors under "compare/".
  PhotoComparePanel(Preferences* preferences, InstalledModels* models, QWidget* parent = nullptr);
  ~PhotoComparePanel() override;

  // Goes to the photo at `index`.
  void Open(const std::vector<std::filesystem::path>& paths, int index = 0);

  // What is compared: side 0 is on the left.
  void SetDetector(int side, const workflows::DetectorSetting& setting);

  [[nodiscard]] PhotoComparison& comparison() { return comparison_; }
  [[nodiscard]] ImageView& view(int side) { return *sides_[static_cast<std::size_t>(side)].view; }
  [[nodiscard]] QString summary() const { return summary_->text(); }
  [[nodiscard]] QString counts(int side) const { return sides_[static_cast<std::size_t>(side)].counts->text(); }
  [[nodiscard]] QSpinBox& threshold() { return *threshold_; }
  [[nodiscard]] MessageBar& message_bar() { return *message_bar_; }

 signals:
  // Asks for the photos that the viewer has open.
  void ViewerPhotosWanted();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Side {
    QComboBox* model;
    QComboBox* input;
    ImageView* view;
    QLabel* counts;
    ComparedDetections* found;
  };

  Side MakeSide(const QString& name, QLayout* row);
  QWidget* MakeEmpty();
  QLayout* MakeToolRow();
  QPushButton* MakeOpenButton(QWidget* parent);
  QPushButton* MakeOpenFolderButton(QWidget* parent);
  QPushButton* MakeViewerButton(QWidget* parent);
  void ListModels();
  void Restore();
  void OnDetectorsChanged();
  void Link(ImageView* from, ImageView* to);
  [[nodiscard]] workflows::DetectorSetting Setting(const Side& side) const;
  void ChooseFiles();
  void ChooseFolder();
  void OnPhotoShown();
  void ShowBoxes();
  void UpdateState();

  Preferences* preferences_;
  InstalledModels* models_;
  PhotoComparison comparison_;
  bool linking_ = false;

  MessageBar* message_bar_;
  QStackedWidget* stage_;  // what to do, or two views
  QWidget* compare_;
  std::array<Side, 2> sides_;
  QPushButton* previous_;
  QPushButton* next_;
  QLabel* position_;
  QSpinBox* threshold_;
  QLabel* summary_;
  QProgressBar* busy_;
};

}  // namespace godwit::ui

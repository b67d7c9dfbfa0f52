// The side of the viewer: which heads look at the photo, how, and what they say.
#pragma once

#include <string>

#include <QLabel>
#include <QScrollArea>

#include "ui/class_bars.h"
#include "ui/detection_panel.h"
#include "ui/engine_dial.h"
#include "ui/head_section.h"
#include "ui/heads_choice.h"
#include "ui/photo_session.h"

namespace godwit::ui {

// Keeps the session set up as the preferences say, whoever changes them, and writes there what is chosen here.
class SidePanel : public QScrollArea {
  Q_OBJECT

 public:
  // `default_detector` is what finds objects where nothing else was chosen. All pointers must outlive the panel or be
  // deleted by Qt; `detections` becomes part of it.
  SidePanel(std::string default_detector, PhotoSession* session, Preferences* preferences, InstalledModels* models,
            DetectionFilter* filter, DetectionPanel* detections, QWidget* parent = nullptr);

  // Sets the session up; later changes follow by themselves.
  void Apply();

  [[nodiscard]] QSize minimumSizeHint() const override;

  [[nodiscard]] EngineDial& dial() { return *dial_; }
  [[nodiscard]] HeadSection& section(Head head);
  [[nodiscard]] QString notice() const { return notice_->isHidden() ? QString() : notice_->text(); }

 signals:
  // A person asks for the detector that another one stands in for.
  void FetchWanted();

 private:
  void MakeLayout(DetectionPanel* detections);
  void ConnectSections();
  void ShowModels(const HeadsChoice& choice);
  void ShowNotice(const HeadsChoice& choice);
  void Set(Head head, const workflows::HeadModel& model);
  void UpdateObjects();
  void UpdateClasses();
  void UpdateFaces();

  std::string default_detector_;
  PhotoSession* session_;
  Preferences* preferences_;
  InstalledModels* models_;
  DetectionFilter* filter_;
  QLabel* notice_;
  EngineDial* dial_;
  ClassBars* bars_;
  HeadSection* objects_;
  HeadSection* classes_;
  HeadSection* faces_;
};

}  // namespace godwit::ui

#include "ui/viewer_page.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>

#include "core/image/decode.h"
#include "ui/findings_text.h"
#include "ui/format.h"
#include "ui/local_paths.h"
#include "ui/welcome_page.h"

namespace godwit::ui {
namespace {

constexpr int kThresholdStep = 5;  // percent
constexpr int kNoticeMs = 4000;
constexpr int kPatienceMs = 300;  // what takes less time is not worth a word

}  // namespace

ViewerPage::ViewerPage(const ModelOffer& offer, std::unique_ptr<PhotoSource> source, WindowActions* actions,
                       Preferences* preferences, InstalledModels* models, QWidget* parent)
    : QWidget(parent),
      offer_(offer),
      actions_(actions),
      preferences_(preferences),
      models_(models),
      session_(std::move(source)),
      filter_(&model_),
      message_bar_(new MessageBar(this)),
      splitter_(new QSplitter(this)),
      stage_(new QStackedWidget(this)),
      view_(new ImageView(this)),
      strip_(new FilmStrip(&strip_model_, this)),
      side_(new QStackedWidget(this)),
      panel_(new DetectionPanel(&model_, &filter_, session_.settings(), this)),
      side_panel_(new SidePanel(offer_.model, &session_, preferences_, models_, &filter_, panel_, this)),
      model_setup_(new ModelSetup(offer_.fetch, offer_.about, offer_.command, this)),
      status_bar_(new QStatusBar(this)),
      photo_label_(new QLabel(this)),
      number_(new QSpinBox(this)),
      times_label_(new QLabel(this)),
      model_label_(new QLabel(this)),
      zoom_label_(new QLabel(this)) {
  MakeLayout();
  MakeStatusBar();
  ConnectActions();
  ConnectSession();
  ConnectPosition();
  ConnectExports();
  ConnectViews();
  RestoreSettings();
  UpdatePending();
  UpdateActions();
  side_panel_->Apply();
}

// The views read models that are members, so they go first.
ViewerPage::~ViewerPage() { delete splitter_; }

void ViewerPage::MakeLayout() {
  auto* welcome = new WelcomePage({actions_->open, actions_->open_folder}, preferences_, models_, this);
  connect(welcome, &WelcomePage::Chosen, this, [this](const QString& path) { OpenPaths({ToPath(path)}); });
  connect(welcome, &WelcomePage::ModelsWanted, this, &ViewerPage::ModelsWanted);
  stage_->addWidget(welcome);
  stage_->addWidget(view_);
  side_->addWidget(side_panel_);
  side_->addWidget(model_setup_);
  auto* photos = new QWidget(this);
  auto* column = new QVBoxLayout(photos);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(stage_, 1);
  column->addWidget(strip_);
  splitter_->addWidget(photos);
  splitter_->addWidget(side_);
  splitter_->setStretchFactor(0, 1);
  splitter_->setChildrenCollapsible(false);
  splitter_->setHandleWidth(1);
  const int line = fontMetrics().height();
  side_->setMinimumWidth(15 * line);
  splitter_->setSizes({60 * line, 19 * line});

  auto* bar = new QToolBar(tr("Tools"), this);
  actions_->FillToolBar(bar);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(bar);
  layout->addWidget(message_bar_);
  layout->addWidget(splitter_, 1);
  layout->addWidget(status_bar_);
}

void ViewerPage::MakeStatusBar() {
  status_bar_->setSizeGripEnabled(false);
  status_bar_->addWidget(photo_label_, 1);
  status_bar_->addPermanentWidget(number_);
  number_->setFrame(false);
  number_->setButtonSymbols(QAbstractSpinBox::NoButtons);
  number_->setKeyboardTracking(false);
  number_->setAccessibleName(tr("Number of the photo"));
  number_->setToolTip(
      tr("Type a number to go to that photo (%1)").arg(actions_->go_to->shortcut().toString(QKeySequence::NativeText)));
  for (QLabel* label : {times_label_, model_label_, zoom_label_}) {
    label->setMargin(4);
    status_bar_->addPermanentWidget(label);
  }
  photo_label_->setMargin(4);
  photo_label_->setAccessibleName(tr("Photo shown"));
  times_label_->setToolTip(tr("Time taken to decode the photo, and by each head to look at it"));
  zoom_label_->setToolTip(tr("Zoom: pixels of the screen for a pixel of the photo"));
}

void ViewerPage::ConnectActions() {
  connect(actions_->open, &QAction::triggered, this, &ViewerPage::ChooseFiles);
  connect(actions_->open_folder, &QAction::triggered, this, &ViewerPage::ChooseFolder);
  connect(actions_->previous, &QAction::triggered, &session_, &PhotoSession::Previous);
  connect(actions_->next, &QAction::triggered, &session_, &PhotoSession::Next);
  connect(actions_->first, &QAction::triggered, &session_, [this] { session_.GoTo(0); });
  connect(actions_->last, &QAction::triggered, &session_, [this] { session_.GoTo(session_.count() - 1); });
  connect(actions_->paste, &QAction::triggered, this, &ViewerPage::Paste);
  connect(actions_->find, &QAction::triggered, this, &ViewerPage::Find);
  connect(actions_->zoom_in, &QAction::triggered, view_, &ImageView::ZoomIn);
  connect(actions_->zoom_out, &QAction::triggered, view_, &ImageView::ZoomOut);
  connect(actions_->fit, &QAction::triggered, view_, &ImageView::Fit);
  connect(actions_->actual_size, &QAction::triggered, view_, [this] { view_->SetZoom(1); });
  connect(actions_->boxes, &QAction::toggled, view_, &ImageView::SetBoxesVisible);
  connect(actions_->captions, &QAction::toggled, view_, &ImageView::SetCaptionsVisible);
  connect(actions_->panel, &QAction::toggled, side_, &QWidget::setVisible);
  connect(actions_->strip, &QAction::toggled, this, &ViewerPage::UpdateStrip);
  connect(actions_->threshold_up, &QAction::triggered, panel_, [this] { panel_->StepThreshold(kThresholdStep); });
  connect(actions_->threshold_down, &QAction::triggered, panel_, [this] { panel_->StepThreshold(-kThresholdStep); });
}

void ViewerPage::ConnectSession() {
  connect(&session_, &PhotoSession::PhotoShown, this, &ViewerPage::OnPhotoShown);
  connect(&session_, &PhotoSession::PictureRefined, this, [this] { view_->RefinePicture(session_.shown().picture); });
  connect(&session_, &PhotoSession::DetectionsChanged, this, &ViewerPage::OnDetectionsChanged);
  connect(&session_, &PhotoSession::ClassesChanged, this, &ViewerPage::UpdateTimes);
  connect(&session_, &PhotoSession::PositionChanged, this, [this] {
    message_bar_->hide();
    UpdatePosition();
  });
  connect(&session_, &PhotoSession::BusyChanged, this, [this](bool busy) {
    if (!busy) {
      UpdateTimes();
      return;
    }
    QTimer::singleShot(kPatienceMs, this, [this] {
      if (session_.busy()) {
        times_label_->setText(tr("Working…"));
      }
    });
  });
  connect(&session_, &PhotoSession::Failed, message_bar_, &MessageBar::ShowMessage);
  connect(&session_, &PhotoSession::ModelsChanged, this, &ViewerPage::OnModelsChanged);
  connect(&session_, &PhotoSession::ModelFailed, this, &ViewerPage::OnModelFailed);
  connect(side_panel_, &SidePanel::FetchWanted, this, [this] { OfferModel({}); });
  connect(model_setup_, &ModelSetup::Declined, this, [this] { side_->setCurrentWidget(side_panel_); });
  connect(model_setup_, &ModelSetup::Fetched, models_, &InstalledModels::Refresh);
}

// The film strip and the number in the status bar follow the session, and lead it where a person uses them.
void ViewerPage::ConnectPosition() {
  connect(&session_, &PhotoSession::ListChanged, this, [this] {
    strip_model_.SetPhotos(session_.paths());
    number_->setSuffix(tr(" of %1").arg(session_.count()));
    UpdateStrip();
  });
  connect(&session_, &PhotoSession::PositionChanged, this, [this] {
    strip_->SetCurrent(session_.index());
    const QSignalBlocker blocker(number_);
    number_->setRange(1, session_.count());
    number_->setValue(session_.index() + 1);
  });
  connect(strip_, &FilmStrip::Chosen, &session_, &PhotoSession::GoTo);
  connect(number_, &QSpinBox::valueChanged, &session_, [this](int number) {
    session_.GoTo(number - 1);
    view_->setFocus();
  });
  connect(actions_->go_to, &QAction::triggered, number_, [this] {
    number_->setFocus(Qt::ShortcutFocusReason);
    number_->selectAll();
  });
}

void ViewerPage::ConnectExports() {
  connect(actions_->copy, &QAction::triggered, this,
          [this] { annotated_export_.Copy(session_.shown(), filter_.Passing()); });
  connect(actions_->save, &QAction::triggered, this, &ViewerPage::ChooseAnnotatedFile);
  connect(actions_->export_detections, &QAction::triggered, this, [this] { detection_export_.Ask(Shown(), this); });
  connect(actions_->copy_json, &QAction::triggered, this, [this] {
    QApplication::clipboard()->setText(DetectionExport::AsJson(Shown()));
    status_bar_->showMessage(tr("Copied what was found as JSON"), kNoticeMs);
  });
  const auto saved = [this](const QString& file) { status_bar_->showMessage(tr("Saved %1").arg(file), kNoticeMs); };
  connect(&annotated_export_, &AnnotatedExport::Copied, this, [this](const QImage& image) {
    QApplication::clipboard()->setImage(image);
    status_bar_->showMessage(tr("Copied the annotated photo"), kNoticeMs);
  });
  connect(&annotated_export_, &AnnotatedExport::Saved, this, saved);
  connect(&annotated_export_, &AnnotatedExport::Failed, message_bar_, &MessageBar::ShowMessage);
  connect(&detection_export_, &DetectionExport::Saved, this, saved);
  connect(&detection_export_, &DetectionExport::Failed, message_bar_, &MessageBar::ShowMessage);
}

void ViewerPage::ConnectViews() {
  view_->SetModel(&filter_, panel_->list()->selectionModel());
  view_->addActions({actions_->fit, actions_->actual_size, actions_->boxes, actions_->captions, actions_->copy,
                     actions_->copy_json, actions_->save, actions_->export_detections});
  view_->setContextMenuPolicy(Qt::ActionsContextMenu);
  connect(view_, &ImageView::ZoomChanged, this, &ViewerPage::UpdateZoom);
  connect(panel_, &DetectionPanel::Hovered, view_, &ImageView::SetHovered);
  connect(panel_, &DetectionPanel::SettingsChanged, this, [this] { session_.SetSettings(panel_->settings()); });
  connect(panel_->classes(), &ClassPanel::Left, view_, [this] { view_->setFocus(); });
  connect(panel_, &DetectionPanel::SummaryChanged, view_, &QWidget::setAccessibleDescription);
}

void ViewerPage::OnModelsChanged() {
  if (session_.in_use()[Head::kObjects] || !preferences_->values().objects.on) {
    side_->setCurrentWidget(side_panel_);
  }
  const QStringList models = ModelTexts(session_);
  model_label_->setText(models.value(0));
  model_label_->setToolTip(tr("The models that look at photos:\n%1").arg(models.join(QLatin1Char('\n'))));
  UpdatePending();
}

void ViewerPage::OnModelFailed(Head head, const core::Error& error) {
  if (head == Head::kObjects && !session_.in_use()[head]) {
    OfferModel(ToQString(error.message));
  } else {
    message_bar_->ShowMessage(ToQString(error.message));
  }
}

void ViewerPage::OfferModel(const QString& reason) {
  model_setup_->SetReason(reason);
  model_setup_->SetOptional(session_.in_use()[Head::kObjects].has_value());
  side_->setCurrentWidget(model_setup_);
}

void ViewerPage::RestoreSettings() {
  const QSettings& settings = preferences_->settings();
  splitter_->restoreState(settings.value(QStringLiteral("splitter")).toByteArray());
  panel_->SetThreshold(settings.value(QStringLiteral("threshold"), filter_.threshold()).toDouble());
  actions_->boxes->setChecked(settings.value(QStringLiteral("boxes"), true).toBool());
  actions_->captions->setChecked(settings.value(QStringLiteral("labels"), true).toBool());
  actions_->panel->setChecked(settings.value(QStringLiteral("panel"), true).toBool());
  actions_->strip->setChecked(settings.value(QStringLiteral("strip"), true).toBool());
  UpdateStrip();
}

void ViewerPage::SaveSettings() {
  QSettings& settings = preferences_->settings();
  settings.setValue(QStringLiteral("splitter"), splitter_->saveState());
  settings.setValue(QStringLiteral("threshold"), filter_.threshold());
  settings.setValue(QStringLiteral("boxes"), actions_->boxes->isChecked());
  settings.setValue(QStringLiteral("labels"), actions_->captions->isChecked());
  settings.setValue(QStringLiteral("panel"), actions_->panel->isChecked());
  settings.setValue(QStringLiteral("strip"), actions_->strip->isChecked());
}

void ViewerPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  UpdateActions();
}

void ViewerPage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  UpdateActions();
}

void ViewerPage::OpenPaths(const std::vector<std::filesystem::path>& paths) {
  if (paths.empty()) {
    return;
  }
  message_bar_->hide();
  const QFileInfo first(ToQString(paths.front()));
  preferences_->settings().setValue(QStringLiteral("folder"),
                                    first.isDir() ? first.absoluteFilePath() : first.absolutePath());
  emit Opened(paths.size() == 1 ? first.absoluteFilePath() : first.absolutePath());
  session_.Open(paths);
}

void ViewerPage::ChooseFiles() {
  QStringList patterns;
  for (const std::string_view ending : core::ImageFileEndings()) {
    patterns << QStringLiteral("*%1").arg(ToQString(std::string(ending)));
  }
  const QStringList files = QFileDialog::getOpenFileNames(
      this, tr("Open Photos"), preferences_->settings().value(QStringLiteral("folder")).toString(),
      tr("Photos (%1);;All files (*)").arg(patterns.join(QLatin1Char(' '))));
  std::vector<std::filesystem::path> paths;
  std::ranges::transform(files, std::back_inserter(paths), ToPath);
  OpenPaths(paths);
}

void ViewerPage::ChooseFolder() {
  const QString folder = QFileDialog::getExistingDirectory(
      this, tr("Open a Folder of Photos"), preferences_->settings().value(QStringLiteral("folder")).toString());
  if (!folder.isEmpty()) {
    OpenPaths({ToPath(folder)});
  }
}

void ViewerPage::ChooseAnnotatedFile() {
  const std::filesystem::path& photo = session_.shown().path;
  const std::filesystem::path proposal = photo.parent_path() / (photo.stem().string() + "_detections.jpg");
  const QString file = QFileDialog::getSaveFileName(this, tr("Save Annotated Photo"), ToQString(proposal),
                                                    tr("JPEG (*.jpg *.jpeg);;PNG (*.png)"));
  if (!file.isEmpty()) {
    annotated_export_.Save(session_.shown(), filter_.Passing(), ToPath(file));
  }
}

void ViewerPage::Paste() {
  const QMimeData* clipboard = QApplication::clipboard()->mimeData();
  if (clipboard == nullptr) {
    return;
  }
  if (!LocalPaths(*clipboard).empty()) {
    OpenPaths(LocalPaths(*clipboard));
  } else if (const QImage image = qvariant_cast<QImage>(clipboard->imageData()); !image.isNull()) {
    // A photo of a session is a file. BMP, because it is written at once.
    const QString file = pasted_.filePath(tr("Pasted %1.bmp").arg(++pasted_count_));
    if (image.convertToFormat(QImage::Format_RGB888).save(file, "BMP")) {
      session_.Open({ToPath(file)});
    } else {
      message_bar_->ShowMessage(tr("%1: the pasted picture cannot be written").arg(file));
    }
  } else {
    status_bar_->showMessage(tr("There is no picture in the clipboard"), kNoticeMs);
  }
}

void ViewerPage::Find() {
  actions_->panel->setChecked(true);
  panel_->classes()->FocusSearch();
}

ShownDetections ViewerPage::Shown() const {
  ShownDetections shown{*session_.shown().detections, session_.in_use()[Head::kObjects]->card};
  shown.photo.detections = filter_.Passing();
  // Faces come from another model, whose classes these files do not have.
  std::erase_if(shown.photo.detections, [](const auto& found) { return found.class_id == kFaceClass; });
  return shown;
}

void ViewerPage::OnPhotoShown() {
  const ShownPhoto& shown = session_.shown();
  const QString name = ToQString(shown.path.filename());
  emit PhotoNamed(name);
  view_->SetPicture(shown.picture);
  view_->setAccessibleName(tr("Photo %1").arg(name));
  if (stage_->currentWidget() != view_) {
    stage_->setCurrentWidget(view_);
    view_->setFocus();
  }
  UpdatePosition();
}

void ViewerPage::OnDetectionsChanged() {
  model_.SetDetections(session_.shown().Boxes());
  UpdateTimes();
  UpdatePending();
  UpdateActions();
}

void ViewerPage::UpdateTimes() { times_label_->setText(TimesText(session_.shown())); }

void ViewerPage::UpdatePending() { panel_->SetPending(PendingText(session_)); }

void ViewerPage::UpdatePosition() {
  const ShownPhoto& shown = session_.shown();
  UpdateActions();
  if (shown.picture.empty()) {
    return;
  }
  QStringList parts{ToQString(shown.path.filename()),
                    tr("%1 × %2").arg(shown.picture.size().width()).arg(shown.picture.size().height())};
  photo_label_->setText(parts.join(QStringLiteral(" · ")));
  photo_label_->setToolTip(ToQString(shown.path));
}

void ViewerPage::UpdateActions() {
  const int index = session_.index();
  actions_->SetState(
      {.viewing = isVisible(),
       .photo_shown = !session_.shown().picture.empty(),
       .detections = session_.shown().detections.has_value() && session_.in_use()[Head::kObjects].has_value(),
       .has_previous = index > 0,
       .has_next = index >= 0 && index + 1 < session_.count(),
       .several = session_.count() > 1});
}

// One photo needs no strip to choose it from.
void ViewerPage::UpdateStrip() {
  strip_->setVisible(actions_->strip->isChecked() && session_.count() > 1);
  number_->setVisible(session_.count() > 1);
}

void ViewerPage::UpdateZoom() { zoom_label_->setText(view_->picture().empty() ? QString() : Percent(view_->zoom())); }

}  // namespace godwit::ui

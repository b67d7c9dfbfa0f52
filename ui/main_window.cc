#include "ui/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QScreen>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include "core/image/decode.h"
#include "ui/about_dialog.h"
#include "ui/format.h"
#include "ui/welcome_page.h"

namespace godwit::ui {
namespace {

constexpr int kThresholdStep = 5;  // percent
constexpr int kNoticeMs = 4000;
constexpr int kPatienceMs = 300;  // what takes less time is not worth a word

std::vector<std::filesystem::path> LocalPaths(const QMimeData& data) {
  std::vector<std::filesystem::path> paths;
  for (const QUrl& url : data.urls()) {
    if (url.isLocalFile()) {
      paths.push_back(ToPath(url.toLocalFile()));
    }
  }
  return paths;
}

QString TimesText(const workflows::StageTimes& times) {
  return MainWindow::tr("decode %1 ms · network %2 ms")
      .arg(std::lround(times.decode_ms))
      .arg(std::lround(times.preprocess_ms + times.network_ms + times.postprocess_ms));
}

}  // namespace

MainWindow::MainWindow(WindowSetup setup, std::unique_ptr<PhotoSource> source, QSettings* settings, QWidget* parent)
    : QMainWindow(parent),
      setup_(std::move(setup)),
      settings_(settings),
      session_(std::move(source)),
      filter_(&model_),
      actions_(new WindowActions(this)),
      recent_(new RecentMenu(settings, this)),
      message_bar_(new MessageBar(this)),
      splitter_(new QSplitter(this)),
      stage_(new QStackedWidget(this)),
      view_(new ImageView(this)),
      side_(new QStackedWidget(this)),
      panel_(new DetectionPanel(&model_, &filter_, session_.settings(), this)),
      model_setup_(new ModelSetup(setup_.fetch, setup_.fetch_about, setup_.fetch_command, this)),
      photo_label_(new QLabel(this)),
      times_label_(new QLabel(this)),
      model_label_(new QLabel(this)),
      zoom_label_(new QLabel(this)) {
  setWindowTitle(tr("Godwit"));
  setAcceptDrops(true);
  MakeLayout();
  MakeStatusBar();
  ConnectActions();
  ConnectSession();
  ConnectViews();
  RestoreSettings();
  UpdatePending();
  session_.LoadModel(setup_.model);
}

// The views read models that are members, so they go first.
MainWindow::~MainWindow() { delete takeCentralWidget(); }

void MainWindow::MakeLayout() {
  actions_->FillMenus(menuBar(), recent_);
  auto* bar = addToolBar(tr("Tools"));
  bar->setObjectName(QStringLiteral("tools"));
  bar->setMovable(false);
  bar->setContextMenuPolicy(Qt::PreventContextMenu);
  actions_->FillToolBar(bar);

  stage_->addWidget(new WelcomePage({actions_->open, actions_->open_folder}, this));
  stage_->addWidget(view_);
  side_->addWidget(panel_);
  side_->addWidget(model_setup_);
  splitter_->addWidget(stage_);
  splitter_->addWidget(side_);
  splitter_->setStretchFactor(0, 1);
  splitter_->setChildrenCollapsible(false);
  splitter_->setHandleWidth(1);
  const int line = fontMetrics().height();
  side_->setMinimumWidth(15 * line);
  splitter_->setSizes({60 * line, 19 * line});

  auto* centre = new QWidget(this);
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(message_bar_);
  layout->addWidget(splitter_, 1);
  setCentralWidget(centre);
}

void MainWindow::MakeStatusBar() {
  statusBar()->addWidget(photo_label_, 1);
  for (QLabel* label : {times_label_, model_label_, zoom_label_}) {
    label->setMargin(4);
    statusBar()->addPermanentWidget(label);
  }
  photo_label_->setMargin(4);
  photo_label_->setAccessibleName(tr("Photo shown"));
  times_label_->setToolTip(tr("Time taken to decode the photo, and to find objects on it"));
  model_label_->setToolTip(tr("The model that finds objects"));
  zoom_label_->setToolTip(tr("Zoom: pixels of the screen for a pixel of the photo"));
}

void MainWindow::ConnectActions() {
  connect(actions_->open, &QAction::triggered, this, &MainWindow::ChooseFiles);
  connect(actions_->open_folder, &QAction::triggered, this, &MainWindow::ChooseFolder);
  connect(recent_, &RecentMenu::Chosen, this, [this](const QString& path) { OpenPaths({ToPath(path)}); });
  connect(actions_->previous, &QAction::triggered, &session_, &PhotoSession::Previous);
  connect(actions_->next, &QAction::triggered, &session_, &PhotoSession::Next);
  connect(actions_->paste, &QAction::triggered, this, &MainWindow::Paste);
  connect(actions_->copy, &QAction::triggered, this,
          [this] { annotated_export_.Copy(session_.shown(), filter_.Passing()); });
  connect(actions_->save, &QAction::triggered, this, &MainWindow::ChooseAnnotatedFile);
  connect(actions_->quit, &QAction::triggered, this, &QWidget::close);
  connect(actions_->zoom_in, &QAction::triggered, view_, &ImageView::ZoomIn);
  connect(actions_->zoom_out, &QAction::triggered, view_, &ImageView::ZoomOut);
  connect(actions_->fit, &QAction::triggered, view_, &ImageView::Fit);
  connect(actions_->actual_size, &QAction::triggered, view_, [this] { view_->SetZoom(1); });
  connect(actions_->boxes, &QAction::toggled, view_, &ImageView::SetBoxesVisible);
  connect(actions_->captions, &QAction::toggled, view_, &ImageView::SetCaptionsVisible);
  connect(actions_->panel, &QAction::toggled, side_, &QWidget::setVisible);
  connect(actions_->full_screen, &QAction::toggled, this,
          [this](bool full) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, full)); });
  connect(actions_->threshold_up, &QAction::triggered, panel_, [this] { panel_->StepThreshold(kThresholdStep); });
  connect(actions_->threshold_down, &QAction::triggered, panel_, [this] { panel_->StepThreshold(-kThresholdStep); });
  connect(actions_->about, &QAction::triggered, this, [this] { AboutDialog(session_.model(), this).exec(); });
  connect(actions_->themes, &QActionGroup::triggered, this, &MainWindow::ApplyChosenTheme);
}

void MainWindow::ConnectSession() {
  connect(&session_, &PhotoSession::PhotoShown, this, &MainWindow::OnPhotoShown);
  connect(&session_, &PhotoSession::PictureRefined, this, [this] { view_->RefinePicture(session_.shown().picture); });
  connect(&session_, &PhotoSession::DetectionsChanged, this, &MainWindow::OnDetectionsChanged);
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
  connect(&session_, &PhotoSession::ModelChanged, this, [this] {
    side_->setCurrentWidget(panel_);
    model_label_->setText(session_.model()->id);
    UpdatePending();
  });
  connect(&session_, &PhotoSession::ModelFailed, this, [this](const core::Error& error) {
    model_setup_->SetReason(ToQString(error.message));
    side_->setCurrentWidget(model_setup_);
  });
  connect(model_setup_, &ModelSetup::Fetched, this, [this] { session_.LoadModel(setup_.model); });
  connect(&annotated_export_, &AnnotatedExport::Copied, this, [this](const QImage& image) {
    QApplication::clipboard()->setImage(image);
    statusBar()->showMessage(tr("Copied the annotated photo"), kNoticeMs);
  });
  connect(&annotated_export_, &AnnotatedExport::Saved, this,
          [this](const QString& file) { statusBar()->showMessage(tr("Saved %1").arg(file), kNoticeMs); });
  connect(&annotated_export_, &AnnotatedExport::Failed, message_bar_, &MessageBar::ShowMessage);
}

void MainWindow::ConnectViews() {
  view_->SetModel(&filter_, panel_->list()->selectionModel());
  view_->addActions(
      {actions_->fit, actions_->actual_size, actions_->boxes, actions_->captions, actions_->copy, actions_->save});
  view_->setContextMenuPolicy(Qt::ActionsContextMenu);
  connect(view_, &ImageView::ZoomChanged, this, &MainWindow::UpdateZoom);
  connect(panel_, &DetectionPanel::Hovered, view_, &ImageView::SetHovered);
  connect(panel_, &DetectionPanel::SettingsChanged, this, [this] { session_.SetSettings(panel_->settings()); });
  connect(panel_, &DetectionPanel::SummaryChanged, view_, &QWidget::setAccessibleDescription);
}

void MainWindow::RestoreSettings() {
  if (!restoreGeometry(settings_->value(QStringLiteral("geometry")).toByteArray())) {
    const QSize room = screen()->availableSize();
    resize((QSizeF(room) * 0.8).toSize().expandedTo({800, 560}).boundedTo(room));
  }
  splitter_->restoreState(settings_->value(QStringLiteral("splitter")).toByteArray());
  panel_->SetThreshold(settings_->value(QStringLiteral("threshold"), filter_.threshold()).toDouble());
  actions_->boxes->setChecked(settings_->value(QStringLiteral("boxes"), true).toBool());
  actions_->captions->setChecked(settings_->value(QStringLiteral("labels"), true).toBool());
  actions_->panel->setChecked(settings_->value(QStringLiteral("panel"), true).toBool());
  const int theme = settings_->value(QStringLiteral("theme"), static_cast<int>(Theme::kSystem)).toInt();
  for (QAction* action : actions_->themes->actions()) {
    action->setChecked(action->data().toInt() == theme);
  }
  ApplyChosenTheme();
}

void MainWindow::SaveSettings() {
  settings_->setValue(QStringLiteral("geometry"), saveGeometry());
  settings_->setValue(QStringLiteral("splitter"), splitter_->saveState());
  settings_->setValue(QStringLiteral("threshold"), filter_.threshold());
  settings_->setValue(QStringLiteral("boxes"), actions_->boxes->isChecked());
  settings_->setValue(QStringLiteral("labels"), actions_->captions->isChecked());
  settings_->setValue(QStringLiteral("panel"), actions_->panel->isChecked());
  if (const QAction* theme = actions_->themes->checkedAction()) {
    settings_->setValue(QStringLiteral("theme"), theme->data());
  }
}

void MainWindow::ApplyChosenTheme() {
  const QAction* chosen = actions_->themes->checkedAction();
  ApplyTheme(*qApp, chosen != nullptr ? static_cast<Theme>(chosen->data().toInt()) : Theme::kSystem);
}

void MainWindow::OpenPaths(const std::vector<std::filesystem::path>& paths) {
  if (paths.empty()) {
    return;
  }
  message_bar_->hide();
  const QFileInfo first(ToQString(paths.front()));
  settings_->setValue(QStringLiteral("folder"), first.isDir() ? first.absoluteFilePath() : first.absolutePath());
  recent_->Add(paths.size() == 1 ? first.absoluteFilePath() : first.absolutePath());
  session_.Open(paths);
}

void MainWindow::ChooseFiles() {
  QStringList patterns;
  for (const std::string_view ending : core::ImageFileEndings()) {
    patterns << QStringLiteral("*%1").arg(ToQString(std::string(ending)));
  }
  const QStringList files =
      QFileDialog::getOpenFileNames(this, tr("Open Photos"), settings_->value(QStringLiteral("folder")).toString(),
                                    tr("Photos (%1);;All files (*)").arg(patterns.join(QLatin1Char(' '))));
  std::vector<std::filesystem::path> paths;
  std::ranges::transform(files, std::back_inserter(paths), ToPath);
  OpenPaths(paths);
}

void MainWindow::ChooseFolder() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a Folder of Photos"),
                                                           settings_->value(QStringLiteral("folder")).toString());
  if (!folder.isEmpty()) {
    OpenPaths({ToPath(folder)});
  }
}

void MainWindow::ChooseAnnotatedFile() {
  const std::filesystem::path& photo = session_.shown().path;
  const std::filesystem::path proposal = photo.parent_path() / (photo.stem().string() + "_detections.jpg");
  const QString file = QFileDialog::getSaveFileName(this, tr("Save Annotated Photo"), ToQString(proposal),
                                                    tr("JPEG (*.jpg *.jpeg);;PNG (*.png)"));
  if (!file.isEmpty()) {
    annotated_export_.Save(session_.shown(), filter_.Passing(), ToPath(file));
  }
}

void MainWindow::Paste() {
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
    statusBar()->showMessage(tr("There is no picture in the clipboard"), kNoticeMs);
  }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!LocalPaths(*event->mimeData()).empty()) {
    event->acceptProposedAction();
  }
}

void MainWindow::dropEvent(QDropEvent* event) {
  OpenPaths(LocalPaths(*event->mimeData()));
  event->acceptProposedAction();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  SaveSettings();
  event->accept();
}

void MainWindow::OnPhotoShown() {
  const ShownPhoto& shown = session_.shown();
  const QString name = ToQString(shown.path.filename());
  setWindowTitle(tr("%1 – Godwit").arg(name));
  view_->SetPicture(shown.picture);
  view_->setAccessibleName(tr("Photo %1").arg(name));
  if (stage_->currentWidget() != view_) {
    stage_->setCurrentWidget(view_);
    view_->setFocus();
  }
  UpdatePosition();
}

void MainWindow::OnDetectionsChanged() {
  const auto& result = session_.shown().detections;
  model_.SetDetections(result ? result->detections : std::vector<detection::Detection>());
  UpdateTimes();
  UpdatePending();
}

void MainWindow::UpdateTimes() {
  const auto& result = session_.shown().detections;
  times_label_->setText(result ? TimesText(result->times) : QString());
}

void MainWindow::UpdatePending() {
  const ShownPhoto& shown = session_.shown();
  if (shown.picture.empty()) {
    panel_->SetPending(tr("No photo is open"));
  } else if (!shown.detections) {
    panel_->SetPending(tr("Looking for objects…"));
  } else {
    panel_->SetPending({});
  }
}

void MainWindow::UpdatePosition() {
  const ShownPhoto& shown = session_.shown();
  const int index = session_.index();
  actions_->SetState(!shown.picture.empty(), index > 0, index >= 0 && index + 1 < session_.count());
  if (shown.picture.empty()) {
    return;
  }
  QStringList parts{ToQString(shown.path.filename()),
                    tr("%1 × %2").arg(shown.picture.size().width()).arg(shown.picture.size().height())};
  if (session_.count() > 1 && session_.shown_index() >= 0) {
    parts << tr("%1 of %2").arg(session_.shown_index() + 1).arg(session_.count());
  }
  photo_label_->setText(parts.join(QStringLiteral(" · ")));
  photo_label_->setToolTip(ToQString(shown.path));
}

void MainWindow::UpdateZoom() { zoom_label_->setText(view_->picture().empty() ? QString() : Percent(view_->zoom())); }

}  // namespace godwit::ui

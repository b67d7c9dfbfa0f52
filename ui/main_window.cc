#include "ui/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QScreen>

#include "ui/about_dialog.h"
#include "ui/compare_page.h"
#include "ui/local_paths.h"
#include "ui/train_page.h"

namespace godwit::ui {

MainWindow::MainWindow(const WindowSetup& setup, std::unique_ptr<PhotoSource> source, QSettings* settings,
                       QWidget* parent)
    : QMainWindow(parent),
      preferences_(settings),
      models_(setup.models_folder),
      actions_(new WindowActions(this)),
      recent_(new RecentMenu(settings, this)),
      rail_(new QToolBar(tr("Pages"), this)),
      page_actions_(new QActionGroup(this)),
      pages_(new QStackedWidget(this)) {
  setWindowTitle(tr("Godwit"));
  setAcceptDrops(true);
  rail_->setObjectName(QStringLiteral("pages"));
  rail_->setMovable(false);
  rail_->setContextMenuPolicy(Qt::PreventContextMenu);
  rail_->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
  const int line = fontMetrics().height();
  rail_->setIconSize({line * 3 / 2, line * 3 / 2});
  addToolBar(Qt::LeftToolBarArea, rail_);
  setCentralWidget(pages_);
  MakePages(setup, std::move(source));
  actions_->FillMenus(menuBar(), recent_, page_actions_->actions());
  ConnectActions();
  RestoreGeometry();
  ApplyPreferences();
  page_actions_->actions().front()->trigger();
}

// Pages read members of this window, so they go first.
MainWindow::~MainWindow() { delete takeCentralWidget(); }

void MainWindow::MakePages(const WindowSetup& setup, std::unique_ptr<PhotoSource> source) {
  viewer_ = new ViewerPage(setup.offer, std::move(source), actions_, &preferences_, &models_, this);
  AddPage(viewer_, Glyph::kPhotos, tr("Photos"), tr("Look at photos and at what is on them"));
  folder_job_ = new FolderJobPage(setup.jobs_folder, &preferences_, &models_, this);
  AddPage(folder_job_, Glyph::kJob, tr("Folder job"), tr("Look at thousands of photos in one go"));
  auto* compare = new ComparePage(workflows::Benchmark, &preferences_, &models_, this);
  AddPage(compare, Glyph::kCompare, tr("Compare"), tr("Compare widths, input sizes and models on this machine"));
  connect(&compare->photos(), &PhotoComparePanel::ViewerPhotosWanted, this,
          [this, compare] { compare->photos().Open(viewer_->session().paths(), viewer_->session().index()); });
  AddPage(new TrainPage(&preferences_, &models_, RunsFolder(), this), Glyph::kTrain, tr("Train"),
          tr("Teach a model the classes or objects of your own photos"));
  settings_page_ = new SettingsPage(&preferences_, &models_, this);
  AddPage(settings_page_, Glyph::kSettings, tr("Settings"), tr("Choose how Godwit works, and with which models"));
}

void MainWindow::AddPage(QWidget* page, Glyph glyph, const QString& name, const QString& tip) {
  pages_->addWidget(page);
  auto* action = new QAction(LineIcon(glyph), name, page_actions_);
  action->setCheckable(true);
  action->setShortcut(Qt::ALT | static_cast<Qt::Key>(Qt::Key_0 + pages_->count()));
  action->setToolTip(QStringLiteral("%1 (%2)").arg(tip, action->shortcut().toString(QKeySequence::NativeText)));
  connect(action, &QAction::triggered, this, [this, page] { ShowPage(page); });
  rail_->addAction(action);
}

void MainWindow::ShowPage(QWidget* page) {
  pages_->setCurrentWidget(page);
  page_actions_->actions().at(pages_->indexOf(page))->setChecked(true);
}

void MainWindow::ConnectActions() {
  connect(recent_, &RecentMenu::Chosen, this, [this](const QString& path) { OpenPaths({ToPath(path)}); });
  connect(viewer_, &ViewerPage::Opened, recent_, &RecentMenu::Add);
  connect(viewer_, &ViewerPage::Opened, this, [this] { ShowPage(viewer_); });
  connect(viewer_, &ViewerPage::ModelsWanted, this, [this] {
    settings_page_->ShowModels();
    ShowPage(settings_page_);
  });
  connect(viewer_, &ViewerPage::PhotoNamed, this,
          [this](const QString& name) { setWindowTitle(tr("%1 – Godwit").arg(name)); });
  connect(actions_->quit, &QAction::triggered, this, &QWidget::close);
  connect(actions_->full_screen, &QAction::toggled, this,
          [this](bool full) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, full)); });
  connect(actions_->about, &QAction::triggered, this, [this] { AboutDialog(models_.all(), this).exec(); });
  connect(actions_->themes, &QActionGroup::triggered, this, [this](const QAction* theme) {
    PreferenceValues values = preferences_.values();
    values.theme = static_cast<Theme>(theme->data().toInt());
    preferences_.Set(values);
  });
  connect(&preferences_, &Preferences::Changed, this, &MainWindow::ApplyPreferences);
}

void MainWindow::RestoreGeometry() {
  if (!restoreGeometry(preferences_.settings().value(QStringLiteral("geometry")).toByteArray())) {
    const QSize room = screen()->availableSize();
    resize((QSizeF(room) * 0.8).toSize().expandedTo({800, 560}).boundedTo(room));
  }
}

void MainWindow::ApplyPreferences() {
  const Theme theme = preferences_.values().theme;
  for (QAction* action : actions_->themes->actions()) {
    action->setChecked(action->data().toInt() == static_cast<int>(theme));
  }
  ApplyTheme(*qApp, theme);
}

void MainWindow::OpenPaths(const std::vector<std::filesystem::path>& paths) { viewer_->OpenPaths(paths); }

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
  preferences_.settings().setValue(QStringLiteral("geometry"), saveGeometry());
  viewer_->SaveSettings();
  event->accept();
}

}  // namespace godwit::ui

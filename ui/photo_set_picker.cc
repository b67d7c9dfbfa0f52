#include "ui/photo_set_picker.h"

#include <algorithm>
#include <utility>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/line_icon.h"
#include "ui/plain_label.h"

namespace godwit::ui {
namespace {

// Below, a class is a matter of luck.
constexpr auto kFewPhotos = 10U;

QString SummaryOf(const training::RecognizedPhotos& photos) {
  const QString classes = PhotoSetPicker::tr("%n class(es)", nullptr, static_cast<int>(photos.classes.size()));
  const QString count = PhotoSetPicker::tr("%n photo(s)", nullptr, static_cast<int>(photos.photo_count));
  if (!photos.boxed()) {
    return PhotoSetPicker::tr("%1 of %2: a network learns what a photo shows.").arg(count, classes);
  }
  std::size_t boxes = 0;
  for (const training::ClassCount& one : photos.classes) {
    boxes += one.boxes;
  }
  return PhotoSetPicker::tr("%1 with %2 of %3: a network learns to find them.")
      .arg(count, PhotoSetPicker::tr("%n box(es)", nullptr, static_cast<int>(boxes)), classes);
}

// What a person should know before hours are spent.
QString AdviceOn(const training::RecognizedPhotos& photos) {
  QStringList advice;
  const auto least = std::ranges::min_element(photos.classes, {}, &training::ClassCount::photos);
  if (least != photos.classes.end() && least->photos < kFewPhotos) {
    advice << PhotoSetPicker::tr("“%1” has only %2; add more for a result to rely on.")
                  .arg(ToQString(least->name),
                       PhotoSetPicker::tr("%n photo(s)", nullptr, static_cast<int>(least->photos)));
  }
  const auto most = std::ranges::max_element(photos.classes, {}, &training::ClassCount::photos);
  if (!photos.boxed() && least != photos.classes.end() && least->photos >= kFewPhotos &&
      most->photos > 5 * least->photos) {
    advice << PhotoSetPicker::tr("“%1” has far more photos than “%2”: consider showing all classes equally often.")
                  .arg(ToQString(most->name), ToQString(least->name));
  }
  if (!photos.problems.empty()) {
    advice << PhotoSetPicker::tr("%1 left out, the first: %2")
                  .arg(PhotoSetPicker::tr("%n thing(s)", nullptr, static_cast<int>(photos.problems.size())),
                       ToQString(photos.problems.front().error));
  }
  return advice.join(QLatin1Char('\n'));
}

}  // namespace

PhotoSetPicker::PhotoSetPicker(QWidget* parent)
    : QFrame(parent),
      place_(MakePlainLabel({}, this)),
      summary_(MakePlainLabel({}, this)),
      advice_(MakePlainLabel({}, this)),
      classes_(new QTreeWidget(this)),
      choose_photos_(new QPushButton(tr("Choose the folder of the photos…"), this)),
      layouts_(new QLabel(this)) {
  auto* folder = new QPushButton(LineIcon(Glyph::kFolder), tr("&Choose a folder…"), this);
  auto* file = new QPushButton(LineIcon(Glyph::kOpen), tr("Choose a f&ile…"), this);
  file->setToolTip(tr("A .json file of annotations or a .csv table"));
  connect(folder, &QPushButton::clicked, this, &PhotoSetPicker::ChooseFolder);
  connect(file, &QPushButton::clicked, this, &PhotoSetPicker::ChooseFile);
  connect(choose_photos_, &QPushButton::clicked, this, &PhotoSetPicker::ChoosePhotos);
  place_->setForegroundRole(QPalette::PlaceholderText);
  summary_->setAccessibleName(tr("What the photos are"));
  advice_->setAccessibleName(tr("What to mind about the photos"));
  layouts_->setWordWrap(true);
  layouts_->setTextFormat(Qt::RichText);
  layouts_->setForegroundRole(QPalette::PlaceholderText);
  layouts_->setText(
      tr("<p>You can also drop it here. Godwit knows:</p><ul style='margin-left:1em; -qt-list-indent:0'>"
         "<li>a folder with a <b>folder of photos for each class</b>, named after it</li>"
         "<li>photos with <b>boxes in a COCO .json file</b>, as annotation programs export them</li>"
         "<li>boxes in <b>PASCAL VOC's layout</b>: Annotations and JPEGImages</li>"
         "<li>a <b>.csv table</b> with columns path and label</li></ul>"));
  classes_->setRootIsDecorated(false);
  classes_->setUniformRowHeights(true);
  classes_->setAlternatingRowColors(true);
  classes_->setSortingEnabled(true);
  classes_->sortByColumn(0, Qt::AscendingOrder);
  classes_->setAccessibleName(tr("Classes"));

  auto* buttons = new QHBoxLayout;
  buttons->addWidget(folder);
  buttons->addWidget(file);
  buttons->addStretch();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(fontMetrics().height() / 2);
  layout->addLayout(buttons);
  layout->addWidget(place_);
  layout->addWidget(summary_);
  layout->addWidget(choose_photos_, 0, Qt::AlignLeft);
  layout->addWidget(advice_);
  layout->addWidget(classes_, 1);
  layout->addWidget(layouts_);
  layout->addStretch();
  place_->hide();
  summary_->hide();
  choose_photos_->hide();
  advice_->hide();
  classes_->hide();

  connect(&job_, &BackgroundJob::Succeeded, this, [this] {
    photos_ = std::move(*found_);
    ShowPhotos();
  });
  connect(&job_, &BackgroundJob::Failed, this,
          [this](const core::Error& error) { ShowProblem(ToQString(error.message)); });
}

void PhotoSetPicker::Choose(const std::filesystem::path& path) { Look(path, {}); }

void PhotoSetPicker::Look(const std::filesystem::path& path, const std::filesystem::path& photos) {
  if (job_.is_running()) {
    next_ = path;
    return;
  }
  path_ = path;
  photos_.reset();
  found_ = std::make_shared<std::optional<training::RecognizedPhotos>>();
  job_.Start([path, photos, found = found_](const core::JobContext&) -> core::Result<> {
    auto recognized = training::RecognizePhotos(path, photos);
    if (!recognized) {
      return core::Forward(recognized);
    }
    *found = *std::move(recognized);
    return {};
  });
  place_->setText(ToQString(path));
  summary_->setText(tr("Looking at it…"));
  place_->show();
  summary_->show();
  for (QWidget* part : std::initializer_list<QWidget*>{advice_, classes_, choose_photos_, layouts_}) {
    part->hide();
  }
  emit Changed();
}

void PhotoSetPicker::ShowPhotos() {
  if (next_) {
    Look(*std::exchange(next_, {}), {});
    return;
  }
  const bool boxed = photos_->boxed();
  summary_->setText(SummaryOf(*photos_));
  advice_->setText(AdviceOn(*photos_));
  advice_->setVisible(!advice_->text().isEmpty());
  classes_->clear();
  classes_->setHeaderLabels(boxed ? QStringList{tr("Class"), tr("Photos"), tr("Boxes")}
                                  : QStringList{tr("Class"), tr("Photos")});
  classes_->setColumnCount(boxed ? 3 : 2);
  for (int column = 1; column < classes_->columnCount(); ++column) {
    classes_->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  }
  for (const training::ClassCount& one : photos_->classes) {
    auto* item = new QTreeWidgetItem(classes_, {ToQString(one.name)});
    item->setData(1, Qt::DisplayRole, static_cast<qulonglong>(one.photos));
    if (boxed) {
      item->setData(2, Qt::DisplayRole, static_cast<qulonglong>(one.boxes));
    }
    for (int column = 1; column < classes_->columnCount(); ++column) {
      item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
  }
  classes_->header()->setStretchLastSection(false);
  classes_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  classes_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  classes_->show();
  emit Changed();
}

void PhotoSetPicker::ShowProblem(const QString& problem) {
  if (next_) {
    Look(*std::exchange(next_, {}), {});
    return;
  }
  summary_->setText(tr("This cannot be learned from: %1").arg(problem));
  choose_photos_->setVisible(path_.extension() == ".json");
  layouts_->show();
  emit Changed();
}

void PhotoSetPicker::ChooseFolder() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Photos to learn from"), ToQString(path_));
  if (!folder.isEmpty()) {
    Choose(ToPath(folder));
  }
}

void PhotoSetPicker::ChooseFile() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Annotations or table of the photos to learn from"),
                                                    ToQString(path_), tr("Annotations and tables (*.json *.csv)"));
  if (!file.isEmpty()) {
    Choose(ToPath(file));
  }
}

void PhotoSetPicker::ChoosePhotos() {
  const QString folder =
      QFileDialog::getExistingDirectory(this, tr("Folder of the annotated photos"), ToQString(path_.parent_path()));
  if (!folder.isEmpty()) {
    Look(path_, ToPath(folder));
  }
}

}  // namespace godwit::ui

#include "ui/photo_compare_panel.h"

#include <algorithm>
#include <iterator>

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "core/image/decode.h"
#include "detection/compare_detections.h"
#include "ui/format.h"
#include "ui/line_icon.h"
#include "ui/local_paths.h"
#include "workflows/model_catalog.h"

namespace godwit::ui {
namespace {

constexpr int kDefaultThreshold = 50;  // percent

std::vector<detection::Detection> Above(double threshold, const std::vector<detection::Detection>& all) {
  std::vector<detection::Detection> passing;
  std::ranges::copy_if(all, std::back_inserter(passing),
                       [&](const detection::Detection& found) { return found.score > static_cast<float>(threshold); });
  return passing;
}

QString SideText(const workflows::ImageDetections& result, std::size_t found, std::size_t only_here) {
  const workflows::StageTimes& times = result.times;
  const double look_ms = times.preprocess_ms + times.network_ms + times.postprocess_ms;
  return PhotoComparePanel::tr("%1, %2 · decode %3 ms, network %4 ms")
      .arg(PhotoComparePanel::tr("%n object(s)", nullptr, static_cast<int>(found)),
           PhotoComparePanel::tr("%n only here", nullptr, static_cast<int>(only_here)))
      .arg(times.decode_ms, 0, 'f', 0)
      .arg(look_ms, 0, 'f', 1);
}

}  // namespace

PhotoComparePanel::PhotoComparePanel(Preferences* preferences, InstalledModels* models, QWidget* parent)
    : QWidget(parent),
      preferences_(preferences),
      models_(models),
      comparison_(models->folder()),
      message_bar_(new MessageBar(this)),
      stage_(new QStackedWidget(this)),
      compare_(new QWidget(this)),
      sides_(),
      previous_(new QPushButton(LineIcon(Glyph::kPrevious), {}, compare_)),
      next_(new QPushButton(LineIcon(Glyph::kNext), {}, compare_)),
      position_(new QLabel(compare_)),
      threshold_(new QSpinBox(compare_)),
      summary_(new QLabel(compare_)),
      busy_(new QProgressBar(compare_)) {
  setAcceptDrops(true);
  const int line = fontMetrics().height();
  auto* columns = new QHBoxLayout;
  columns->setSpacing(line / 2);
  sides_ = {MakeSide(tr("A"), columns), MakeSide(tr("B"), columns)};
  auto* inside = new QVBoxLayout(compare_);
  inside->setContentsMargins(line / 2, line / 2, line / 2, line / 2);
  inside->setSpacing(line / 2);
  inside->addLayout(MakeToolRow());
  inside->addLayout(columns, 1);
  inside->addWidget(summary_);
  stage_->addWidget(MakeEmpty());
  stage_->addWidget(compare_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(message_bar_);
  layout->addWidget(stage_, 1);

  ListModels();
  Restore();
  Link(sides_[0].view, sides_[1].view);
  Link(sides_[1].view, sides_[0].view);
  connect(models_, &InstalledModels::Changed, this, [this] {
    ListModels();
    OnDetectorsChanged();
  });
  connect(&comparison_, &PhotoComparison::PhotoShown, this, &PhotoComparePanel::OnPhotoShown);
  connect(&comparison_, &PhotoComparison::StateChanged, this, &PhotoComparePanel::UpdateState);
  connect(&comparison_, &PhotoComparison::Failed, message_bar_, &MessageBar::ShowMessage);
  connect(threshold_, &QSpinBox::valueChanged, this, &PhotoComparePanel::ShowBoxes);
  for (const Side& side : sides_) {
    connect(side.model, &QComboBox::currentIndexChanged, this, &PhotoComparePanel::OnDetectorsChanged);
    connect(side.input, &QComboBox::currentIndexChanged, this, &PhotoComparePanel::OnDetectorsChanged);
  }
  OnDetectorsChanged();
  UpdateState();
}

// The views read models that are children of this, so they go first.
PhotoComparePanel::~PhotoComparePanel() { delete stage_; }

PhotoComparePanel::Side PhotoComparePanel::MakeSide(const QString& name, QLayout* row) {
  const Side side{.model = new QComboBox(compare_),
                  .input = new QComboBox(compare_),
                  .view = new ImageView(compare_),
                  .counts = new QLabel(compare_),
                  .found = new ComparedDetections(this)};
  side.model->setAccessibleName(tr("Model of detector %1").arg(name));
  side.model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  side.model->setMinimumContentsLength(12);
  side.input->setAccessibleName(tr("Input size of detector %1").arg(name));
  side.input->setToolTip(
      tr("The side of the picture that the network sees: smaller is faster and misses small objects"));
  side.input->addItem(tr("Own input size"), 0);
  for (const int input : {512, 416, 320, 256, 224, 192, 160, 128}) {
    side.input->addItem(tr("%1 pixels").arg(input), input);
  }
  side.view->SetModel(side.found, new QItemSelectionModel(side.found, this));
  side.view->setAccessibleName(tr("Photo as detector %1 sees it").arg(name));
  auto* label = new QLabel(name, compare_);
  QFont bold = label->font();
  bold.setBold(true);
  label->setFont(bold);
  auto* header = new QHBoxLayout;
  header->addWidget(label);
  header->addWidget(side.model, 1);
  header->addWidget(side.input);
  auto* column = new QVBoxLayout;
  column->addLayout(header);
  column->addWidget(side.view, 1);
  column->addWidget(side.counts);
  static_cast<QBoxLayout*>(row)->addLayout(column, 1);
  return side;
}

QPushButton* PhotoComparePanel::MakeOpenButton(QWidget* parent) {
  auto* button = new QPushButton(LineIcon(Glyph::kOpen), tr("Open &photos…"), parent);
  connect(button, &QPushButton::clicked, this, &PhotoComparePanel::ChooseFiles);
  return button;
}

QPushButton* PhotoComparePanel::MakeOpenFolderButton(QWidget* parent) {
  auto* button = new QPushButton(LineIcon(Glyph::kFolder), tr("Open f&older…"), parent);
  connect(button, &QPushButton::clicked, this, &PhotoComparePanel::ChooseFolder);
  return button;
}

QPushButton* PhotoComparePanel::MakeViewerButton(QWidget* parent) {
  auto* button = new QPushButton(LineIcon(Glyph::kPhotos), tr("&Use those of the Photos page"), parent);
  button->setToolTip(tr("Use the photos that are open on the Photos page"));
  connect(button, &QPushButton::clicked, this, &PhotoComparePanel::ViewerPhotosWanted);
  return button;
}

QLayout* PhotoComparePanel::MakeToolRow() {
  previous_->setToolTip(tr("Previous photo"));
  previous_->setAccessibleName(previous_->toolTip());
  next_->setToolTip(tr("Next photo"));
  next_->setAccessibleName(next_->toolTip());
  connect(previous_, &QPushButton::clicked, this, [this] { comparison_.GoTo(comparison_.index() - 1); });
  connect(next_, &QPushButton::clicked, this, [this] { comparison_.GoTo(comparison_.index() + 1); });
  threshold_->setRange(5, 99);
  threshold_->setValue(kDefaultThreshold);
  threshold_->setSuffix(tr(" %"));
  threshold_->setToolTip(tr("Only objects that score above this are shown and compared"));
  auto* label = new QLabel(tr("&Threshold"), compare_);
  label->setBuddy(threshold_);
  busy_->setRange(0, 0);
  busy_->setAccessibleName(tr("Looking at the photo"));
  busy_->setMaximumWidth(6 * fontMetrics().height());
  QSizePolicy policy = busy_->sizePolicy();
  policy.setRetainSizeWhenHidden(true);
  busy_->setSizePolicy(policy);
  auto* row = new QHBoxLayout;
  row->addWidget(MakeOpenButton(compare_));
  row->addWidget(MakeOpenFolderButton(compare_));
  row->addWidget(MakeViewerButton(compare_));
  row->addStretch();
  row->addWidget(busy_);
  row->addWidget(label);
  row->addWidget(threshold_);
  row->addSpacing(fontMetrics().height());
  row->addWidget(previous_);
  row->addWidget(position_);
  row->addWidget(next_);
  return row;
}

QWidget* PhotoComparePanel::MakeEmpty() {
  auto* empty = new QWidget(stage_);
  auto* title = new QLabel(tr("Drop photos or a folder here"), empty);
  QFont large = title->font();
  large.setPointSizeF(large.pointSizeF() * 1.7);
  title->setFont(large);
  title->setAlignment(Qt::AlignCenter);
  auto* text = new QLabel(
      tr("Two detectors look at each photo, one behind the other. What only one of them finds is marked."), empty);
  text->setForegroundRole(QPalette::PlaceholderText);
  text->setAlignment(Qt::AlignCenter);
  text->setWordWrap(true);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch();
  for (QPushButton* button : {MakeOpenButton(empty), MakeOpenFolderButton(empty), MakeViewerButton(empty)}) {
    button->setMinimumHeight(2 * fontMetrics().height());
    buttons->addWidget(button);
  }
  buttons->addStretch();
  auto* layout = new QVBoxLayout(empty);
  layout->addStretch(2);
  layout->addWidget(title);
  layout->addWidget(text);
  layout->addSpacing(fontMetrics().height());
  layout->addLayout(buttons);
  layout->addStretch(3);
  return empty;
}

void PhotoComparePanel::ListModels() {
  for (const Side& side : sides_) {
    const QSignalBlocker blocker(side.model);
    const QString chosen = side.model->currentText();
    side.model->clear();
    for (const char* task : {"detect", "faces"}) {
      for (const workflows::InstalledModel& model : models_->ForTask(task)) {
        side.model->addItem(ToQString(model.id));
      }
    }
    side.model->setCurrentIndex(std::max(side.model->findText(chosen), 0));
    side.model->setPlaceholderText(tr("No detector is installed"));
  }
}

// At first the same model at its own size and at a smaller one: what rho does.
void PhotoComparePanel::Restore() {
  const QSettings& settings = preferences_->settings();
  const QString usual = QString::fromLatin1(workflows::kDefaultDetector.data(), workflows::kDefaultDetector.size());
  SetDetector(0, {settings.value(QStringLiteral("compare/model-a"), usual).toString().toStdString(),
                  settings.value(QStringLiteral("compare/input-a"), 0).toInt()});
  SetDetector(1, {settings.value(QStringLiteral("compare/model-b"), usual).toString().toStdString(),
                  settings.value(QStringLiteral("compare/input-b"), 160).toInt()});
}

void PhotoComparePanel::SetDetector(int side, const workflows::DetectorSetting& setting) {
  const Side& chosen = sides_[static_cast<std::size_t>(side)];
  chosen.model->setCurrentIndex(std::max(chosen.model->findText(ToQString(setting.model)), 0));
  chosen.input->setCurrentIndex(std::max(chosen.input->findData(setting.input.value_or(0)), 0));
}

workflows::DetectorSetting PhotoComparePanel::Setting(const Side& side) const {
  const int input = side.input->currentData().toInt();
  return {side.model->currentText().toStdString(), input > 0 ? std::optional(input) : std::nullopt};
}

void PhotoComparePanel::OnDetectorsChanged() {
  QSettings& settings = preferences_->settings();
  settings.setValue(QStringLiteral("compare/model-a"), sides_[0].model->currentText());
  settings.setValue(QStringLiteral("compare/model-b"), sides_[1].model->currentText());
  settings.setValue(QStringLiteral("compare/input-a"), sides_[0].input->currentData());
  settings.setValue(QStringLiteral("compare/input-b"), sides_[1].input->currentData());
  comparison_.SetDetectors(Setting(sides_[0]), Setting(sides_[1]));
}

void PhotoComparePanel::Link(ImageView* from, ImageView* to) {
  connect(from, &ImageView::ViewChanged, this, [this, from, to] {
    // Views of unlike size may clamp unlike: one follows the other, not round and round.
    if (!linking_ && from->picture().size() == to->picture().size()) {
      linking_ = true;
      to->ShowLike(*from);
      linking_ = false;
    }
  });
}

void PhotoComparePanel::Open(const std::vector<std::filesystem::path>& paths, int index) {
  message_bar_->hide();
  if (sides_[0].model->count() == 0) {
    message_bar_->ShowMessage(tr("No detector is installed. The Photos page offers to get one."));
  }
  comparison_.Open(paths, index);
}

void PhotoComparePanel::ChooseFiles() {
  QStringList patterns;
  for (const std::string_view ending : core::ImageFileEndings()) {
    patterns << QStringLiteral("*%1").arg(ToQString(std::string(ending)));
  }
  const QStringList files = QFileDialog::getOpenFileNames(
      this, tr("Photos to Compare On"), preferences_->settings().value(QStringLiteral("folder")).toString(),
      tr("Photos (%1);;All files (*)").arg(patterns.join(QLatin1Char(' '))));
  std::vector<std::filesystem::path> paths;
  std::ranges::transform(files, std::back_inserter(paths), ToPath);
  Open(paths);
}

void PhotoComparePanel::ChooseFolder() {
  const QString folder =
      QFileDialog::getExistingDirectory(this, tr("A Folder of Photos to Compare On"),
                                        preferences_->settings().value(QStringLiteral("folder")).toString());
  if (!folder.isEmpty()) {
    Open({ToPath(folder)});
  }
}

void PhotoComparePanel::OnPhotoShown() {
  const Picture& picture = comparison_.shown().picture;
  const bool is_another = sides_[0].view->picture().empty() || &sides_[0].view->picture().photo() != &picture.photo();
  stage_->setCurrentWidget(compare_);
  for (const Side& side : sides_) {
    if (is_another) {
      side.view->SetPicture(picture);
    }
  }
  ShowBoxes();
}

void PhotoComparePanel::ShowBoxes() {
  const ComparedPhoto& shown = comparison_.shown();
  if (shown.picture.empty()) {
    return;
  }
  const double threshold = threshold_->value() / 100.0;
  const auto a = Above(threshold, shown.a.detections);
  const auto b = Above(threshold, shown.b.detections);
  const detection::DetectionComparison both = detection::CompareDetections(a, b);
  sides_[0].found->Set(a, both.only_a);
  sides_[1].found->Set(b, both.only_b);
  sides_[0].counts->setText(SideText(shown.a, a.size(), both.only_a.size()));
  sides_[1].counts->setText(SideText(shown.b, b.size(), both.only_b.size()));
  summary_->setText(tr("%1, %2, %3. The same object: the same class, and boxes that overlap by half or more.")
                        .arg(tr("%n object(s) found by both", nullptr, static_cast<int>(both.matched.size())),
                             tr("%n only by A", nullptr, static_cast<int>(both.only_a.size())),
                             tr("%n only by B", nullptr, static_cast<int>(both.only_b.size()))));
}

void PhotoComparePanel::UpdateState() {
  const int index = comparison_.index();
  previous_->setEnabled(index > 0);
  next_->setEnabled(index >= 0 && index + 1 < comparison_.count());
  position_->setText(index < 0 ? QString() : tr("%1 of %2").arg(index + 1).arg(comparison_.count()));
  busy_->setVisible(comparison_.busy());
}

void PhotoComparePanel::keyPressEvent(QKeyEvent* event) {
  if (event->modifiers() == Qt::NoModifier && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
    comparison_.GoTo(comparison_.index() + (event->key() == Qt::Key_Right ? 1 : -1));
    return;
  }
  QWidget::keyPressEvent(event);
}

void PhotoComparePanel::dragEnterEvent(QDragEnterEvent* event) {
  if (!LocalPaths(*event->mimeData()).empty()) {
    event->acceptProposedAction();
  }
}

void PhotoComparePanel::dropEvent(QDropEvent* event) {
  Open(LocalPaths(*event->mimeData()));
  event->acceptProposedAction();
}

}  // namespace godwit::ui

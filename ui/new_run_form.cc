#include "ui/new_run_form.h"

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>

#include <QDate>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "training/run/run_folder.h"
#include "ui/format.h"
#include "ui/option_rows.h"

namespace godwit::ui {
namespace {

// What two cores do with some hundred photos while a person has a coffee.
constexpr std::int64_t kQuickCost = 150'000'000;

// The largest model that is quick, else the quickest.
const workflows::InstalledModel* DefaultOf(const std::vector<const workflows::InstalledModel*>& models,
                                           std::string_view task) {
  const auto rank = [&](const workflows::InstalledModel* model) {
    const std::int64_t cost = model->cost.multiply_adds;
    return std::tuple(model->card.task == task, cost <= kQuickCost, cost <= kQuickCost ? cost : -cost);
  };
  const auto best = std::ranges::max_element(models, {}, rank);
  return best == models.end() ? nullptr : *best;
}

// The name of a data set in a path, passing over folders that say what part of it they are.
std::string NameOf(const std::filesystem::path& data) {
  std::filesystem::path path = data.has_extension() ? data.parent_path() : data;
  for (const char* part : {"train", "training", "images", "photos", "annotations"}) {
    if (path.filename() == part && path.parent_path().has_filename()) {
      path = path.parent_path();
    }
  }
  const std::string name = path.filename().string();
  return name.empty() ? "run" : name;
}

QLabel* Heading(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  QFont bold = label->font();
  bold.setBold(true);
  label->setFont(bold);
  return label;
}

}  // namespace

NewRunForm::NewRunForm(InstalledModels* models, std::filesystem::path runs_folder, QWidget* parent)
    : QWidget(parent),
      models_(models),
      runs_folder_(std::move(runs_folder)),
      picker_(new PhotoSetPicker(this)),
      from_(new QComboBox(this)),
      about_model_(new QLabel(this)),
      head_only_(new QRadioButton(tr("The &last layer only: minutes, and few photos will do"), this)),
      whole_(new QRadioButton(tr("The &whole network: longer, better with many photos"), this)),
      epochs_(new QSpinBox(this)),
      alpha_(new QDoubleSpinBox(this)),
      input_(new QSpinBox(this)),
      folder_(new QLineEdit(this)),
      hint_(new QLabel(this)),
      start_(new QPushButton(tr("&Start training"), this)) {
  const int line = fontMetrics().height();
  auto* title = new QLabel(tr("Train a model on your photos"), this);
  QFont large = title->font();
  large.setPointSizeF(large.pointSizeF() * 1.5);
  title->setFont(large);
  auto* promise = new QLabel(tr("It learns on this machine. No photo leaves it."), this);
  promise->setForegroundRole(QPalette::PlaceholderText);

  auto* left = new QVBoxLayout;
  left->setSpacing(line / 2);
  left->addWidget(Heading(tr("Photos"), this));
  left->addWidget(picker_, 1);
  auto* scroll = new QScrollArea(this);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(MakeSettings());
  auto* columns = new QHBoxLayout;
  columns->setSpacing(2 * line);
  columns->addLayout(left, 1);
  columns->addWidget(scroll, 1);

  hint_->setForegroundRole(QPalette::PlaceholderText);
  hint_->setWordWrap(true);
  start_->setDefault(true);
  start_->setMinimumSize(10 * line, 2 * line);
  auto* bottom = new QHBoxLayout;
  bottom->addWidget(hint_, 1);
  bottom->addWidget(start_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(line, line, line, line);
  layout->addWidget(title);
  layout->addWidget(promise);
  layout->addSpacing(line);
  layout->addLayout(columns, 1);
  layout->addSpacing(line / 2);
  layout->addLayout(bottom);

  connect(picker_, &PhotoSetPicker::Changed, this, &NewRunForm::OnPhotosChanged);
  connect(models_, &InstalledModels::Changed, this, &NewRunForm::FillModels);
  connect(from_, &QComboBox::currentIndexChanged, this, &NewRunForm::OnModelChosen);
  connect(folder_, &QLineEdit::textEdited, this, [this] {
    folder_is_proposed_ = false;
    UpdateStart();
  });
  connect(start_, &QPushButton::clicked, this, &NewRunForm::Started);
  FillModels();
  ProposeFolder();
}

QWidget* NewRunForm::MakeSettings() {
  const int line = fontMetrics().height();
  auto* settings = new QWidget(this);
  auto* layout = new QVBoxLayout(settings);
  layout->setContentsMargins(0, 0, line / 2, 0);
  layout->setSpacing(line / 2);
  layout->addWidget(Heading(tr("Network"), settings));

  from_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  from_->setMinimumContentsLength(16);
  from_->setToolTip(
      tr("A network that has seen many photos learns yours far sooner than one that starts from nothing"));
  about_model_->setForegroundRole(QPalette::PlaceholderText);
  about_model_->setWordWrap(true);
  head_only_->setChecked(true);
  epochs_->setRange(1, 100'000);
  epochs_->setToolTip(tr("How often every photo is learned from"));
  epochs_->setValue(settings_.epochs);
  alpha_->setRange(0.05, 1.0);
  alpha_->setSingleStep(0.05);
  alpha_->setToolTip(tr("Share of the channels of a full network: narrower ones are faster and know less"));
  input_->setRange(training::kLeastInput, training::kMostInput);
  input_->setSingleStep(32);
  input_->setSuffix(tr(" pixels"));
  input_->setToolTip(tr("Photos are shrunk to a square of this side: small ones are faster, large ones show more"));

  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setRowWrapPolicy(QFormLayout::WrapLongRows);
  form->addRow(tr("Start f&rom"), from_);
  form->addRow(QString(), about_model_);
  form->addRow(tr("Learn"), head_only_);
  form->addRow(QString(), whole_);
  form->addRow(tr("&Epochs"), epochs_);
  form->addRow(tr("Wid&th"), alpha_);
  form->addRow(tr("Inp&ut"), input_);
  auto* folder_label = new QLabel(tr("Fol&der of the run"), settings);
  folder_label->setBuddy(folder_);
  form->addRow(folder_label, MakeFolderRow());
  layout->addLayout(form);
  layout->addWidget(MakeMore());
  layout->addStretch();
  return settings;
}

QWidget* NewRunForm::MakeMore() {
  auto* box = new QWidget(this);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* more = new QToolButton(box);
  more->setText(tr("More options"));
  more->setCheckable(true);
  more->setAutoRaise(true);
  more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  more->setArrowType(Qt::RightArrow);
  auto* options = new QWidget(box);
  auto* form = new QFormLayout(options);
  form->setContentsMargins(0, 0, 0, 0);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  training::DescribeOptions(settings_,
                            OptionRows(form, QStringLiteral("godwit train"), [] {}, {"train", "epochs", "batch-norm"}));
  connect(more, &QToolButton::toggled, options, [more, options](bool open) {
    more->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    options->setVisible(open);
  });
  options->hide();
  layout->addWidget(more);
  layout->addWidget(options);
  return box;
}

QLayout* NewRunForm::MakeFolderRow() {
  folder_->setToolTip(tr("Settings, curves, checkpoints and the model are kept there"));
  auto* change = new QToolButton(this);
  change->setText(tr("…"));
  change->setAccessibleName(tr("Choose the folder of the run"));
  change->setToolTip(change->accessibleName());
  connect(change, &QToolButton::clicked, this, [this] {
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Folder to make the run's folder in"), ToQString(runs_folder_));
    if (!chosen.isEmpty()) {
      folder_->setText(ToQString(ToPath(chosen) / RunFolder().filename()));
      folder_is_proposed_ = false;
      UpdateStart();
    }
  });
  auto* row = new QHBoxLayout;
  row->addWidget(folder_, 1);
  row->addWidget(change);
  return row;
}

std::string NewRunForm::task() const { return picker_->photos() && picker_->photos()->boxed() ? "detect" : "classify"; }

const workflows::InstalledModel* NewRunForm::model() const {
  return models_->Find(from_->currentData().toString().toStdString());
}

// Models that fit the photos; what was chosen stays where it fits.
void NewRunForm::FillModels() {
  const QString before = from_->currentData().toString();
  std::vector<const workflows::InstalledModel*> fitting;
  for (const workflows::InstalledModel& one : models_->all()) {
    if (one.error.empty() && training::CanStartFrom(one.card, task())) {
      fitting.push_back(&one);
    }
  }
  {
    const QSignalBlocker quiet(from_);
    from_->clear();
    for (const workflows::InstalledModel* one : fitting) {
      from_->addItem(ToQString(one->id), ToQString(one->id));
    }
    from_->addItem(tr("Nothing: needs thousands of photos"), QString());
    const auto* standard = DefaultOf(fitting, task());
    const int kept = before.isEmpty() ? -1 : from_->findData(before);
    const QString standard_id = standard == nullptr ? QString() : ToQString(standard->id);
    from_->setCurrentIndex(kept >= 0 ? kept : from_->findData(standard_id));
  }
  OnModelChosen();
}

// Width and input that a person set stay as long as model and task do.
void NewRunForm::OnModelChosen() {
  if (auto now = std::pair(from_->currentData().toString(), task()); !(filled_for_ == now)) {
    filled_for_ = std::move(now);
    TakeShapeOfModel();
  }
}

void NewRunForm::TakeShapeOfModel() {
  const workflows::InstalledModel* base = model();
  const bool boxed = task() == "detect";
  head_only_->setEnabled(base != nullptr);
  if (base == nullptr) {
    whole_->setChecked(true);
    about_model_->setText(from_->count() > 1 ? tr("The network starts at random.")
                                             : tr("No installed model fits. Install one to start from, for example: "
                                                  "godwit models fetch imagenet-mobilenet-v1-0.5-160"));
    alpha_->setMaximum(1);
    alpha_->setValue(settings_.alpha);
    alpha_->setEnabled(true);
    input_->setValue(boxed ? training::kDetectorInput : settings_.input);
    return;
  }
  about_model_->setText(tr("Width %1, looks at %2 × %2 pixels, %3 million multiply-adds a photo.")
                            .arg(base->card.alpha)
                            .arg(base->card.input_width)
                            .arg(static_cast<double>(base->cost.multiply_adds) / 1e6, 0, 'f', 0));
  alpha_->setMaximum(base->card.alpha);
  alpha_->setValue(base->card.alpha);
  alpha_->setEnabled(training::CanBeNarrower(base->card));
  input_->setValue(boxed && base->card.task != "detect" ? training::kDetectorInput : base->card.input_width);
}

void NewRunForm::OnPhotosChanged() {
  if (picker_->photos()) {
    FillModels();
    ProposeFolder();
  }
  UpdateStart();
}

void NewRunForm::ProposeFolder() {
  if (!folder_is_proposed_ && !training::HoldsRun(RunFolder())) {
    return;
  }
  folder_is_proposed_ = true;
  const std::string name = picker_->photos() ? NameOf(picker_->photos()->data) : "run";
  const std::string dated = name + '-' + QDate::currentDate().toString(Qt::ISODate).toStdString();
  std::filesystem::path folder = runs_folder_ / dated;
  std::error_code error;
  for (int number = 2; std::filesystem::exists(folder, error); ++number) {
    folder = runs_folder_ / (dated + '-' + std::to_string(number));
  }
  folder_->setText(ToQString(folder));
  UpdateStart();
}

void NewRunForm::SetBusy(bool busy) {
  busy_ = busy;
  UpdateStart();
}

void NewRunForm::UpdateStart() {
  QString hint;
  if (busy_) {
    hint = tr("Another run is under way. It has to end or be stopped first.");
  } else if (!picker_->photos()) {
    hint = picker_->is_looking() ? QString() : tr("Choose photos to learn from first.");
  } else if (folder_->text().trimmed().isEmpty()) {
    hint = tr("Name a folder for the run.");
  } else if (training::HoldsRun(RunFolder())) {
    hint = tr("There is a run in that folder already; name another one.");
  }
  hint_->setText(hint);
  start_->setEnabled(hint.isEmpty() && picker_->photos() && !picker_->is_looking());
}

training::TrainConfig NewRunForm::Config() const {
  const training::RecognizedPhotos& photos = *picker_->photos();
  training::TrainConfig config{.task = task(), .data = {photos.data}};
  if (photos.boxed()) {
    config.photos = {photos.photos};
  }
  config.from = from_->currentData().toString().toStdString();
  config.settings = settings_;
  config.settings.train = head_only_->isChecked() ? "head" : "all";
  config.settings.epochs = epochs_->value();
  return config;
}

training::NetworkShape NewRunForm::Shape() const {
  // A spin box rounds; the model's own width stays what it is.
  const workflows::InstalledModel* base = model();
  const bool as_it_is = base != nullptr && alpha_->value() >= alpha_->maximum();
  return {.alpha = as_it_is ? std::nullopt : std::optional(alpha_->value()), .input = input_->value()};
}

std::filesystem::path NewRunForm::RunFolder() const { return ToPath(folder_->text().trimmed()); }

}  // namespace godwit::ui

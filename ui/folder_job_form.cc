#include "ui/folder_job_form.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/line_icon.h"
#include "ui/local_paths.h"
#include "workflows/options.h"

namespace godwit::ui {
namespace {

// Says what to do with it while it is empty.
class InputList : public QListWidget {
 public:
  using QListWidget::QListWidget;

 protected:
  void paintEvent(QPaintEvent* event) override {
    QListWidget::paintEvent(event);
    if (count() == 0) {
      QPainter painter(viewport());
      painter.setPen(palette().color(QPalette::PlaceholderText));
      painter.drawText(viewport()->rect(), Qt::AlignCenter, FolderJobForm::tr("Drop photos or folders here"));
    }
  }
};

QWidget* MakeSection(const QString& title, QLayout* content, QWidget* parent) {
  auto* section = new QWidget(parent);
  auto* heading = new QLabel(title, section);
  QFont bold = heading->font();
  bold.setBold(true);
  heading->setFont(bold);
  auto* layout = new QVBoxLayout(section);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(heading);
  layout->addLayout(content);
  return section;
}

QString AboutFormat(std::string_view format) {
  if (format == "json") {
    return FolderJobForm::tr("One document for programs");
  }
  if (format == "jsonl") {
    return FolderJobForm::tr("A line for each photo, for scripts");
  }
  if (format == "csv") {
    return FolderJobForm::tr("A table for spreadsheets");
  }
  if (format == "coco") {
    return FolderJobForm::tr("A COCO data set of the objects, for training tools");
  }
  return format == "voc" ? FolderJobForm::tr("A PASCAL VOC file for each photo, of the objects")
                         : FolderJobForm::tr("A YOLO label file for each photo, of the objects");
}

}  // namespace

FolderJobForm::FolderJobForm(Preferences* preferences, InstalledModels* models, QWidget* parent)
    : QWidget(parent),
      preferences_(preferences),
      models_(models),
      inputs_(new InputList(this)),
      remove_(new QPushButton(tr("&Remove"), this)),
      objects_(new QCheckBox(tr("&Objects and faces"), this)),
      objects_model_(new QComboBox(this)),
      options_(new OptionForm({}, this, OptionForm::Threshold::kShown)),
      classes_(new QCheckBox(tr("&What a photo shows as a whole"), this)),
      classes_model_(new QComboBox(this)),
      top_(new QSpinBox(this)),
      output_(new QLineEdit(this)),
      annotate_(new QCheckBox(tr("Copies of the photos with the objects &drawn on them"), this)),
      problem_(new QLabel(this)),
      start_(new QPushButton(tr("&Start"), this)) {
  setAcceptDrops(true);
  const int line = fontMetrics().height();
  problem_->setForegroundRole(QPalette::PlaceholderText);
  problem_->setWordWrap(true);
  start_->setDefault(true);
  start_->setMinimumSize(8 * line, 2 * line);

  auto* bottom = new QHBoxLayout;
  bottom->addWidget(problem_, 1);
  bottom->addWidget(start_);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(3 * line);
  grid->setVerticalSpacing(3 * line / 2);
  grid->addWidget(MakeInputs(), 0, 0);
  grid->addWidget(MakeHeads(), 0, 1, 2, 1, Qt::AlignTop);
  grid->addWidget(MakeOutput(), 1, 0, Qt::AlignTop);
  grid->addLayout(bottom, 2, 0, 1, 2);
  grid->setColumnStretch(0, 3);
  grid->setColumnStretch(1, 2);
  grid->setRowStretch(0, 1);

  FillModels();
  connect(models_, &InstalledModels::Changed, this, &FolderJobForm::FillModels);
  connect(start_, &QPushButton::clicked, this, [this] { emit Started(Job()); });
  Update();
}

QWidget* FolderJobForm::MakeInputs() {
  inputs_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  inputs_->setAccessibleName(tr("Photos and folders"));
  inputs_->setTextElideMode(Qt::ElideMiddle);
  inputs_->setMinimumHeight(5 * fontMetrics().height());
  auto* add = new QPushButton(LineIcon(Glyph::kFolder), tr("&Add folder…"), this);
  connect(add, &QPushButton::clicked, this, &FolderJobForm::ChooseFolder);
  connect(remove_, &QPushButton::clicked, this, [this] {
    qDeleteAll(inputs_->selectedItems());
    Update();
  });
  connect(inputs_, &QListWidget::itemSelectionChanged, this, &FolderJobForm::Update);
  auto* hint = new QLabel(tr("Folders are taken with all below them."), this);
  hint->setForegroundRole(QPalette::PlaceholderText);
  hint->setWordWrap(true);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(add);
  buttons->addWidget(remove_);
  buttons->addWidget(hint, 1);
  auto* layout = new QVBoxLayout;
  layout->addWidget(inputs_, 1);
  layout->addLayout(buttons);
  return MakeSection(tr("Photos"), layout, this);
}

QWidget* FolderJobForm::MakeHeads() {
  objects_model_->setAccessibleName(tr("Model for objects"));
  classes_model_->setAccessibleName(tr("Model for what a photo shows"));
  workflows::ClassifySettings settings;
  workflows::DescribeOptions(settings, [this](const core::OptionText& text, auto& value, auto... limits) {
    if constexpr (sizeof...(limits) == 1) {
      const auto set = [&](const core::Bounds<int>& bounds) { top_->setRange(bounds.min, bounds.max); };
      (set(limits), ...);
      top_->setValue(value);
      top_->setToolTip(ToQString(std::string(text.help)));
    }
  });
  objects_->setChecked(true);
  const int indent = fontMetrics().height() * 3 / 2;
  auto* objects = new QVBoxLayout;
  objects->setContentsMargins(indent, 0, 0, 0);
  objects->addWidget(objects_model_);
  objects->addWidget(options_);
  auto* classes = new QFormLayout;
  classes->setContentsMargins(indent, 0, 0, 0);
  classes->addRow(classes_model_);
  classes->addRow(tr("&Classes for each photo"), top_);
  auto* layout = new QVBoxLayout;
  layout->addWidget(objects_);
  layout->addLayout(objects);
  layout->addSpacing(indent / 2);
  layout->addWidget(classes_);
  layout->addLayout(classes);
  for (QCheckBox* box : {objects_, classes_}) {
    connect(box, &QCheckBox::toggled, this, &FolderJobForm::Update);
  }
  return MakeSection(tr("What to look for"), layout, this);
}

QWidget* FolderJobForm::MakeOutput() {
  auto* choose = new QPushButton(tr("C&hoose…"), this);
  connect(choose, &QPushButton::clicked, this, &FolderJobForm::ChooseOutput);
  output_->setPlaceholderText(tr("Folder for results"));
  output_->setAccessibleName(tr("Folder for results"));
  connect(output_, &QLineEdit::textEdited, this, [this] { output_chosen_ = true; });
  connect(output_, &QLineEdit::textChanged, this, &FolderJobForm::Update);
  auto* folder = new QHBoxLayout;
  folder->addWidget(output_, 1);
  folder->addWidget(choose);
  auto* formats = new QHBoxLayout;
  for (std::size_t i = 0; i < formats_.size(); ++i) {
    const std::string name(workflows::kJobFormats[i]);
    formats_[i] = new QCheckBox(ToQString(name).toUpper(), this);
    formats_[i]->setToolTip(AboutFormat(name));
    formats_[i]->setChecked(name == "csv");
    connect(formats_[i], &QCheckBox::toggled, this, &FolderJobForm::Update);
    formats->addWidget(formats_[i]);
  }
  formats->addStretch();
  connect(annotate_, &QCheckBox::toggled, this, &FolderJobForm::Update);
  auto* layout = new QVBoxLayout;
  layout->addLayout(folder);
  layout->addLayout(formats);
  layout->addWidget(annotate_);
  return MakeSection(tr("Results"), layout, this);
}

void FolderJobForm::FillModels() {
  const auto fill = [this](QComboBox* box, std::initializer_list<const char*> tasks, const std::string& preferred) {
    const QString chosen = box->currentText().isEmpty() ? ToQString(preferred) : box->currentText();
    box->clear();
    for (const char* task : tasks) {
      for (const workflows::InstalledModel& model : models_->ForTask(task)) {
        box->addItem(ToQString(model.id));
      }
    }
    box->setCurrentIndex(std::max(0, box->findText(chosen)));
  };
  const PreferenceValues& values = preferences_->values();
  fill(objects_model_, {"detect", "faces"},
       values.objects.model.empty() ? std::string(workflows::kDefaultDetector) : values.objects.model);
  fill(classes_model_, {"classify"}, values.classes.model);
  Update();
}

void FolderJobForm::AddInputs(const std::vector<std::filesystem::path>& paths) {
  for (const std::filesystem::path& path : paths) {
    const QString text = ToQString(path);
    if (inputs_->findItems(text, Qt::MatchExactly).isEmpty()) {
      inputs_->addItem(text);
    }
  }
  if (!output_chosen_ && inputs_->count() > 0) {
    const QString name = ToQString(ToPath(inputs_->item(0)->text()).filename());
    output_->setText(
        QStringLiteral("%1/Godwit/%2").arg(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation), name));
  }
  Update();
}

void FolderJobForm::SetOutput(const std::filesystem::path& folder) {
  output_chosen_ = true;
  output_->setText(ToQString(folder));
}

workflows::FolderJob FolderJobForm::Job() const {
  workflows::FolderJob job;
  for (int i = 0; i < inputs_->count(); ++i) {
    job.inputs.push_back(ToPath(inputs_->item(i)->text()));
  }
  const PreferenceValues& values = preferences_->values();
  if (objects_->isChecked()) {
    job.objects = workflows::ObjectsHead{.model = objects_model_->currentText().toStdString(),
                                         .input = values.objects.input,
                                         .settings = options_->settings()};
  }
  if (classes_->isChecked()) {
    job.classes = workflows::ClassesHead{.model = classes_model_->currentText().toStdString(),
                                         .input = values.classes.input,
                                         .settings = {.top = top_->value()}};
  }
  job.output = ToPath(output_->text().trimmed());
  job.formats.clear();
  for (std::size_t i = 0; i < formats_.size(); ++i) {
    if (formats_[i]->isChecked() && formats_[i]->isEnabled()) {
      job.formats.emplace_back(workflows::kJobFormats[i]);
    }
  }
  job.annotate = annotate_->isChecked() && annotate_->isEnabled();
  return job;
}

void FolderJobForm::ChooseFolder() {
  QSettings& settings = preferences_->settings();
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Add a Folder of Photos"),
                                                           settings.value(QStringLiteral("folder")).toString());
  if (!folder.isEmpty()) {
    settings.setValue(QStringLiteral("folder"), folder);
    AddInputs({ToPath(folder)});
  }
}

void FolderJobForm::ChooseOutput() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose a Folder for Results"), output_->text());
  if (!folder.isEmpty()) {
    SetOutput(ToPath(folder));
  }
}

void FolderJobForm::Update() {
  const bool objects = objects_->isChecked();
  objects_model_->setEnabled(objects);
  options_->setEnabled(objects);
  annotate_->setEnabled(objects);
  for (std::size_t i = 0; i < formats_.size() && formats_[i] != nullptr; ++i) {
    formats_[i]->setEnabled(objects || workflows::ParseClassFormat(workflows::kJobFormats[i]).has_value());
  }
  classes_model_->setEnabled(classes_->isChecked());
  top_->setEnabled(classes_->isChecked());
  remove_->setEnabled(!inputs_->selectedItems().isEmpty());
  const workflows::FolderJob job = Job();
  QString problem;
  if (job.inputs.empty()) {
    problem = tr("Add a folder of photos to begin.");
  } else if (!job.objects && !job.classes) {
    problem = tr("Choose what to look for.");
  } else if ((job.objects && job.objects->model.empty()) || (job.classes && job.classes->model.empty())) {
    problem = tr("No model for this is installed yet.");
  } else if (!job.output.is_absolute()) {
    problem = tr("Choose a folder for results.");
  } else if (job.formats.empty() && !job.annotate) {
    problem = tr("Choose a format for results.");
  } else {
    problem = tr("Your photos are only read. Results go to the folder above.");
  }
  problem_->setText(problem);
  start_->setEnabled(job.output.is_absolute() && workflows::ProblemOf(job).empty());
}

void FolderJobForm::dragEnterEvent(QDragEnterEvent* event) {
  if (!LocalPaths(*event->mimeData()).empty()) {
    event->acceptProposedAction();
  }
}

void FolderJobForm::dropEvent(QDropEvent* event) {
  AddInputs(LocalPaths(*event->mimeData()));
  event->acceptProposedAction();
}

}  // namespace godwit::ui

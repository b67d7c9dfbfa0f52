#include "ui/import_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/model_words.h"

namespace godwit::ui {

ImportDialog::ImportDialog(const InstalledModels* models, const std::filesystem::path& file, QWidget* parent)
    : QDialog(parent),
      models_(models),
      file_(new QLineEdit(this)),
      id_(new QLineEdit(this)),
      taken_(new QLabel(this)),
      labels_(new QLineEdit(this)),
      task_(new QComboBox(this)),
      licence_(new QLineEdit(this)),
      half_(new QCheckBox(tr("&Half precision: half the size, and very nearly the same results"), this)),
      replace_(new QCheckBox(tr("&Replace the model that has this id"), this)),
      strip_(new JobStrip(this)),
      import_(nullptr) {
  setWindowTitle(tr("Import a Model"));
  task_->addItem(tr("As recognised"), QString());
  for (const char* task : {"detect", "classify", "faces", "locate", "features"}) {
    task_->addItem(TaskName(task), QString::fromUtf8(task));
  }
  MakeLayout();
  connect(file_, &QLineEdit::textChanged, this, &ImportDialog::Update);
  connect(id_, &QLineEdit::textChanged, this, &ImportDialog::Update);
  connect(replace_, &QCheckBox::toggled, this, &ImportDialog::Update);
  connect(import_, &QPushButton::clicked, this, &ImportDialog::Import);
  connect(strip_, &JobStrip::Started, this, &ImportDialog::Update);
  connect(strip_, &JobStrip::Ended, this, &ImportDialog::Update);
  if (!file.empty()) {
    SetFile(ToQString(file));
  }
  Update();
}

void ImportDialog::MakeLayout() {
  const int line = fontMetrics().height();
  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  AddFileRow(form, tr("&File"), file_, tr("Models (*.tflite *.json *.h5 *.onnx *.safetensors);;All files (*)"));
  id_->setPlaceholderText(tr("letters, digits, dots, dashes and underscores"));
  form->addRow(tr("&Id"), id_);
  taken_->setWordWrap(true);
  form->addRow(QString(), taken_);
  form->addRow(QString(), replace_);
  AddFileRow(form, tr("&Labels"), labels_, tr("Text files (*.txt *.csv);;All files (*)"));
  labels_->setPlaceholderText(tr("a text file with a name a line; empty: the model's own"));
  form->addRow(tr("&Finds"), task_);
  task_->setToolTip(tr("A file that holds a model for something else is refused"));
  licence_->setPlaceholderText(tr("e.g. Apache-2.0; empty: unknown"));
  form->addRow(tr("Li&cence"), licence_);
  form->addRow(QString(), half_);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  import_ = buttons->addButton(tr("I&mport"), QDialogButtonBox::ActionRole);
  import_->setDefault(true);
  connect(buttons, &QDialogButtonBox::rejected, this, &ImportDialog::reject);
  for (QAbstractButton* button : buttons->buttons()) {
    button->setIcon({});  // the platform's own may be black on dark
  }
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(line, line, line, line);
  layout->addLayout(form);
  layout->addWidget(strip_);
  layout->addStretch();
  layout->addWidget(buttons);
  setMinimumWidth(36 * line);
}

void ImportDialog::AddFileRow(QFormLayout* form, const QString& name, QLineEdit* field, const QString& filter) {
  auto* choose = new QPushButton(tr("Choose…"), this);
  choose->setAutoDefault(false);
  choose->setAccessibleName(tr("Choose the file: %1").arg(QString(name).remove(QLatin1Char('&'))));
  connect(choose, &QPushButton::clicked, this, [this, field, filter] {
    const QString file = QFileDialog::getOpenFileName(this, windowTitle(), field->text(), filter);
    if (!file.isEmpty() && field == file_) {
      SetFile(file);
    } else if (!file.isEmpty()) {
      field->setText(file);
    }
  });
  auto* row = new QHBoxLayout;
  row->addWidget(field, 1);
  row->addWidget(choose);
  auto* label = new QLabel(name, this);
  label->setBuddy(field);
  form->addRow(label, row);
}

void ImportDialog::SetFile(const QString& file) {
  file_->setText(file);
  const QFileInfo info(file);
  // TensorFlow.js calls every model model.json; its folder says which.
  const QString name = info.fileName() == QLatin1String("model.json") ? info.dir().dirName() : info.completeBaseName();
  static const QRegularExpression kUnfit(QStringLiteral("[^A-Za-z0-9._-]+"));
  QString id = name;
  id.replace(kUnfit, QStringLiteral("-"));
  id_->setText(id);
}

void ImportDialog::Update() {
  const workflows::InstalledModel* other = models_->Find(id_->text().toStdString());
  const bool is_taken = other != nullptr && !other->bundled;
  taken_->setText(is_taken ? tr("A model of this id is installed. Choose another id, or replace it.") : QString());
  taken_->setVisible(is_taken);
  replace_->setVisible(is_taken);
  const bool running = strip_->is_running();
  import_->setEnabled(!running && !file_->text().isEmpty() && !id_->text().isEmpty() &&
                      (!is_taken || replace_->isChecked()));
}

void ImportDialog::Import() {
  const workflows::ImportRequest request{.file = ToPath(file_->text()),
                                         .id = id_->text().toStdString(),
                                         .labels_file = ToPath(labels_->text()).string(),
                                         .task = task_->currentData().toString().toStdString(),
                                         .licence = licence_->text().trimmed().toStdString(),
                                         .replace = replace_->isVisible() && replace_->isChecked(),
                                         .half = half_->isChecked()};
  strip_->Start([folder = models_->folder(),
                 request](const core::JobContext&) { return workflows::ImportModel(folder, request); },
                tr("Reading %1…").arg(QFileInfo(file_->text()).fileName()),
                [this] {
                  emit Imported(id_->text());
                  accept();
                });
}

// An import takes no orders: the dialog waits for its end, which is near.
void ImportDialog::reject() {
  if (!strip_->is_running()) {
    QDialog::reject();
  }
}

}  // namespace godwit::ui

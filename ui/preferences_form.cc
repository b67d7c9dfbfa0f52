#include "ui/preferences_form.h"

#include <algorithm>

#include <QMessageBox>
#include <QScrollArea>
#include <QSignalBlocker>

#include "core/base/parallel.h"
#include "ui/format.h"
#include "ui/translation.h"
#include "workflows/instruction_set.h"

namespace godwit::ui {
namespace {

QString IsaTitle(const std::string& name) {
  if (name == "baseline") {
    return PreferencesForm::tr("SSE2 (every 64-bit processor)");
  }
  if (name == "avx2") {
    return QStringLiteral("AVX2");
  }
  if (name == "avx512") {
    return QStringLiteral("AVX-512");
  }
  return ToQString(name);
}

}  // namespace

PreferencesForm::PreferencesForm(Preferences* preferences, const InstalledModels* models, QWidget* parent)
    : QWidget(parent),
      preferences_(preferences),
      models_(models),
      column_(new QVBoxLayout),
      theme_(new QComboBox(this)),
      language_(new QComboBox(this)),
      threads_(new QSpinBox(this)),
      isa_(new QComboBox(this)) {
  const int line = fontMetrics().height();
  auto* page = new QWidget(this);
  auto* column = new QWidget(page);
  column->setMaximumWidth(42 * line);
  column->setLayout(column_);
  column_->setContentsMargins(line, line, line, 2 * line);
  column_->setSpacing(line / 2);
  MakeGeneral();
  MakeEngine();
  MakeHeads();
  auto* reset = new QPushButton(tr("&Reset to Defaults…"), column);
  connect(reset, &QPushButton::clicked, this, &PreferencesForm::AskToReset);
  column_->addSpacing(line);
  column_->addWidget(reset, 0, Qt::AlignLeft);
  column_->addStretch();

  auto* row = new QHBoxLayout(page);
  row->setContentsMargins(0, 0, 0, 0);
  row->addStretch(1);
  row->addWidget(column, 1000);  // as wide as it may become
  row->addStretch(1);
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(page);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(scroll);

  connect(preferences_, &Preferences::Changed, this, &PreferencesForm::Update);
  Update();
}

void PreferencesForm::AddSection(const QString& title) {
  const int line = fontMetrics().height();
  auto* label = new QLabel(title, this);
  QFont large = label->font();
  large.setPointSizeF(large.pointSizeF() * 1.2);
  large.setBold(true);
  label->setFont(large);
  column_->addSpacing(column_->count() > 0 ? line : 0);
  column_->addWidget(label);
  rows_ = new QGridLayout;
  rows_->setColumnMinimumWidth(0, kLabelWidth * line);
  rows_->setColumnStretch(1, 1);
  column_->addLayout(rows_);
}

void PreferencesForm::AddRow(const QString& name, QWidget* field, const QString& hint) {
  auto* label = new QLabel(name, this);
  label->setBuddy(field);
  const int row = rows_->rowCount();
  rows_->addWidget(label, row, 0);
  rows_->addWidget(field, row, 1);
  if (!hint.isEmpty()) {
    auto* text = new QLabel(hint, this);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    rows_->addWidget(text, row + 1, 1);
  }
}

void PreferencesForm::MakeGeneral() {
  AddSection(tr("General"));
  theme_->addItem(tr("As the system"), static_cast<int>(Theme::kSystem));
  theme_->addItem(tr("Light"), static_cast<int>(Theme::kLight));
  theme_->addItem(tr("Dark"), static_cast<int>(Theme::kDark));
  AddRow(tr("&Theme"), theme_);
  language_->addItem(tr("As the system"), QString());
  for (const Language& language : Languages()) {
    language_->addItem(QString::fromUtf8(language.name), QString::fromUtf8(language.code));
  }
  AddRow(tr("&Language"), language_, tr("While work is running, the window waits for its end to change the language."));
  connect(theme_, &QComboBox::activated, this, [this] {
    PreferenceValues values = preferences_->values();
    values.theme = static_cast<Theme>(theme_->currentData().toInt());
    preferences_->Set(values);
  });
  connect(language_, &QComboBox::activated, this, [this] {
    PreferenceValues values = preferences_->values();
    values.language = language_->currentData().toString();
    preferences_->Set(values);
  });
}

void PreferencesForm::MakeEngine() {
  AddSection(tr("Engine"));
  const int cores = core::ThreadPool().threads();
  threads_->setRange(0, std::max(cores, preferences_->values().threads));
  threads_->setSpecialValueText(tr("All cores (%1)").arg(cores));
  threads_->setKeyboardTracking(false);
  AddRow(tr("Th&reads"), threads_, tr("Fewer threads leave more of the machine to other programs."));
  connect(threads_, &QSpinBox::valueChanged, this, [this](int threads) {
    PreferenceValues values = preferences_->values();
    values.threads = threads;
    preferences_->Set(values);
  });

  const workflows::InstructionSets sets = workflows::ListInstructionSets();
  isa_->addItem(tr("The best of this machine (%1)").arg(IsaTitle(sets.available.back())), QString());
  for (const std::string& name : sets.available) {
    isa_->addItem(IsaTitle(name), ToQString(name));
  }
  isa_->setEnabled(sets.forced.empty());
  AddRow(tr("&Instruction set"), isa_,
         sets.forced.empty()
             ? tr("Results differ in the last digits only. Others than the best are for comparison.")
             : tr("GODWIT_FORCE_ISA is set to “%1” in the environment, which decides here. Start Godwit "
                  "without it to choose.")
                   .arg(ToQString(sets.forced)));
  connect(isa_, &QComboBox::activated, this, [this] {
    PreferenceValues values = preferences_->values();
    values.isa = isa_->currentData().toString();
    preferences_->Set(values);
  });
}

void PreferencesForm::MakeHeads() {
  AddSection(tr("What Godwit looks for"));
  const auto add = [&](const HeadForm::Head& head) {
    auto* head_form = new HeadForm(head, preferences_, models_, this);
    connect(head_form, &HeadForm::ModelsWanted, this, &PreferencesForm::ModelsWanted);
    column_->addWidget(head_form);
    column_->addSpacing(fontMetrics().height() / 2);
    return head_form;
  };
  objects_ = add({.task = "detect",
                  .choice = &PreferenceValues::objects,
                  .has_widths = true,
                  .title = tr("&Objects, with a box around each")});
  classes_ = add({.task = "classify",
                  .choice = &PreferenceValues::classes,
                  .title = tr("&Classes: what a photo shows as a whole")});
  faces_ = add({.task = "faces",
                .choice = &PreferenceValues::faces,
                .has_widths = true,
                .title = tr("&Faces, with a box around each")});
}

void PreferencesForm::Update() {
  const PreferenceValues& values = preferences_->values();
  const QSignalBlocker blocker(threads_);
  theme_->setCurrentIndex(theme_->findData(static_cast<int>(values.theme)));
  language_->setCurrentIndex(std::max(0, language_->findData(values.language)));
  threads_->setValue(values.threads);
  isa_->setCurrentIndex(std::max(0, isa_->findData(values.isa)));
}

void PreferencesForm::AskToReset() {
  auto* question =
      new QMessageBox(QMessageBox::Question, tr("Reset to Defaults"),
                      tr("Set everything on this page back to what Godwit came with?"), QMessageBox::Cancel, this);
  question->setInformativeText(tr("Models and photos stay as they are."));
  QPushButton* reset = question->addButton(tr("&Reset"), QMessageBox::DestructiveRole);
  question->setDefaultButton(QMessageBox::Cancel);
  question->setAttribute(Qt::WA_DeleteOnClose);
  connect(reset, &QPushButton::clicked, preferences_, &Preferences::Reset);
  question->open();
}

}  // namespace godwit::ui

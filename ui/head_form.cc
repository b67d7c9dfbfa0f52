#include "ui/head_form.h"

#include <algorithm>
#include <array>

#include <QEvent>
#include <QGridLayout>
#include <QSignalBlocker>

#include "ui/format.h"
#include "ui/model_words.h"
#include "workflows/choose_model.h"

namespace godwit::ui {
namespace {

// What the MobileNets paper looks at photos with, and what detectors are trained on.
constexpr std::array kInputs{300, 224, 192, 160, 128};

QLabel* AddRow(QGridLayout* layout, const QString& text, QWidget* field) {
  auto* label = new QLabel(text, field->parentWidget());
  label->setBuddy(field);
  const int row = layout->rowCount();
  layout->addWidget(label, row, 0);
  layout->addWidget(field, row, 1);
  return label;
}

}  // namespace

HeadForm::HeadForm(const Head& head, Preferences* preferences, const InstalledModels* models, QWidget* parent)
    : QWidget(parent),
      head_(head),
      preferences_(preferences),
      models_(models),
      on_(new QCheckBox(head.title, this)),
      model_(new QComboBox(this)),
      width_label_(nullptr),
      width_(new QComboBox(this)),
      input_(new QComboBox(this)),
      hint_(new QLabel(this)) {
  MakeLayout();
  connect(on_, &QCheckBox::toggled, this, [this](bool on) {
    HeadChoice changed = choice();
    changed.on = on;
    Set(changed);
  });
  connect(model_, &QComboBox::activated, this, [this] {
    HeadChoice changed = choice();
    changed.model = model_->currentData().toString().toStdString();
    Set(changed);
  });
  connect(width_, &QComboBox::activated, this, [this] {
    HeadChoice changed = choice();
    changed.model = width_->currentData().toString().toStdString();
    Set(changed);
  });
  connect(input_, &QComboBox::activated, this, [this] {
    HeadChoice changed = choice();
    changed.input = input_->currentData().toInt();
    Set(changed);
  });
  connect(hint_, &QLabel::linkActivated, this, &HeadForm::ModelsWanted);
  connect(preferences_, &Preferences::Changed, this, &HeadForm::Update);
  connect(models_, &InstalledModels::Changed, this, &HeadForm::Update);
  Update();
}

void HeadForm::MakeLayout() {
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setColumnStretch(1, 1);
  layout->addWidget(on_, 0, 0, 1, 2);
  AddRow(layout, tr("Model"), model_);
  width_label_ = AddRow(layout, tr("Width (alpha)"), width_);
  width_->setToolTip(
      tr("<p>Narrower networks are faster and see less. A choice among installed models of the same "
         "family.</p>"));
  AddRow(layout, tr("Input size (rho)"), input_);
  input_->setToolTip(
      tr("<p>The size in pixels that photos are shrunk to for the network. Smaller is faster, and small "
         "things are missed.</p>"));
  width_->setVisible(head_.has_widths);
  width_label_->setVisible(head_.has_widths);
  for (QComboBox* box : {model_, width_, input_}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(20);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  }
  model_->setAccessibleName(tr("%1: model").arg(head_.title));
  width_->setAccessibleName(tr("%1: width").arg(head_.title));
  input_->setAccessibleName(tr("%1: input size").arg(head_.title));
  hint_->setWordWrap(true);
  hint_->setForegroundRole(QPalette::PlaceholderText);
  hint_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
  layout->addWidget(hint_, layout->rowCount(), 1);
  layout->setColumnMinimumWidth(0, kLabelWidth * fontMetrics().height());
}

void HeadForm::Set(const HeadChoice& choice) {
  PreferenceValues values = preferences_->values();
  HeadChoice& kept = values.*head_.choice;
  kept = choice;
  // A larger input than the network was made for costs more and is no better.
  const workflows::InstalledModel* used = models_->Choose(head_.task, choice.model);
  if (used != nullptr && choice.input >= used->card.input_width) {
    kept.input = 0;
  }
  preferences_->Set(values);
}

void HeadForm::Update() {
  const QSignalBlocker blocker(on_);
  on_->setChecked(choice().on);
  const workflows::InstalledModel* used = models_->Choose(head_.task, choice().model);
  FillModels(choice());
  FillWidths(used);
  FillInputs(used, choice().input);
  const bool is_there = used != nullptr;
  const bool can_choose = !models_->ForTask(head_.task).empty();
  model_->setEnabled(choice().on && can_choose);
  width_->setEnabled(choice().on && is_there && width_->count() > 1);
  input_->setEnabled(choice().on && is_there);
  if (is_there) {
    const int side = choice().input == 0 ? used->card.input_width : choice().input;
    hint_->setText(ModelSummary(*used, side).toHtmlEscaped());
  } else {
    hint_->setText((can_choose ? tr("“%1” is not installed or cannot be used. <a href=\"models\">See the models</a>")
                                     .arg(ToQString(choice().model).toHtmlEscaped())
                               : tr("No model for this is installed. <a href=\"models\">Get one</a>")));
  }
}

void HeadForm::FillModels(const HeadChoice& choice) {
  model_->clear();
  const workflows::InstalledModel* by_itself = models_->Choose(head_.task, {});
  model_->addItem(by_itself == nullptr ? tr("None") : tr("Chosen by Godwit (%1)").arg(ToQString(by_itself->id)),
                  QString());
  for (const workflows::InstalledModel& model : models_->ForTask(head_.task)) {
    model_->addItem(ToQString(model.id), ToQString(model.id));
  }
  const QString chosen = ToQString(choice.model);
  if (model_->findData(chosen) < 0) {
    model_->addItem(tr("%1 (not there)").arg(chosen), chosen);
  }
  model_->setCurrentIndex(model_->findData(chosen));
}

void HeadForm::FillWidths(const workflows::InstalledModel* used) {
  width_->clear();
  if (used == nullptr) {
    return;
  }
  for (const workflows::ModelFamily& family : workflows::FamiliesOf(models_->all(), head_.task)) {
    if (std::ranges::find(family.members, used->id, &workflows::InstalledModel::id) == family.members.end()) {
      continue;
    }
    for (const workflows::InstalledModel& model : family.members) {
      width_->addItem(Number(model.card.alpha, 2), ToQString(model.id));
    }
  }
  width_->setCurrentIndex(width_->findData(ToQString(used->id)));
}

void HeadForm::FillInputs(const workflows::InstalledModel* used, int chosen) {
  input_->clear();
  if (used == nullptr) {
    return;
  }
  const core::ModelCard& card = used->card;
  input_->addItem(tr("%1 × %2 (the model's own)").arg(card.input_width).arg(card.input_height), 0);
  std::vector<int> sides;
  std::ranges::copy_if(kInputs, std::back_inserter(sides),
                       [&](int side) { return side < std::min(card.input_width, card.input_height); });
  if (chosen != 0 && std::ranges::find(sides, chosen) == sides.end()) {
    sides.push_back(chosen);
    std::ranges::sort(sides, std::greater());
  }
  for (const int side : sides) {
    const core::Cost cost = workflows::CostAt(card, side).value_or(used->cost);
    const double share = static_cast<double>(cost.multiply_adds) / static_cast<double>(used->cost.multiply_adds);
    input_->addItem(tr("%1 × %1 (%2 of the work)").arg(side).arg(Percent(share)), side);
  }
  input_->setCurrentIndex(input_->findData(chosen));
}

// A link keeps the colour of the moment its text was set.
void HeadForm::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) {
    hint_->clear();  // the same text again would change nothing
    Update();
  }
}

}  // namespace godwit::ui

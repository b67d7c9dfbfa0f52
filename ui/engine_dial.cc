#include "ui/engine_dial.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>

#include <QGridLayout>
#include <QLocale>
#include <QStyleOptionToolButton>
#include <QStylePainter>

#include "ui/format.h"

namespace godwit::ui {
namespace {

constexpr std::array kPaperWidths{1.0, 0.75, 0.5, 0.25};
constexpr std::array kPaperInputs{300, 224, 192, 160, 128};

// One of several side by side. Fusion darkens a checked button a little, which cannot be seen in the dark.
class Segment : public QToolButton {
 public:
  using QToolButton::QToolButton;

 protected:
  void paintEvent(QPaintEvent*) override {
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ToolButton, option);
    if (isChecked()) {
      painter.fillRect(rect().adjusted(1, 1, -1, -1), palette().brush(QPalette::Highlight));
      painter.setPen(palette().color(QPalette::HighlightedText));
      painter.drawText(rect(), Qt::AlignCenter, text());
      if (hasFocus()) {
        painter.drawRect(rect().adjusted(3, 3, -4, -4));
      }
    }
  }
};

QString WidthText(double alpha) { return QLocale().toString(alpha, 'f', alpha * 10 == std::round(alpha * 10) ? 1 : 2); }

QString MillisecondsText(double ms) { return EngineDial::tr("%1 ms").arg(QLocale().toString(ms, 'f', 1)); }

int OwnInput(const workflows::InstalledModel& model) {
  return std::max(model.card.input_width, model.card.input_height);
}

// How good the model was measured to be at this input; empty: nobody knows.
QString QualityText(const workflows::InstalledModel& model, int input) {
  const auto& known = model.card.quality;
  const auto found = std::ranges::find(known, input == 0 ? OwnInput(model) : input, &core::MeasuredQuality::input);
  return found == known.end()
             ? QString()
             : EngineDial::tr("%1 %2 on %3")
                   .arg(ToQString(found->measure), QLocale().toString(found->value, 'f', 3), ToQString(found->data));
}

// What to do about a width that is not installed.
QString HowToGet(const workflows::ModelFamily* family, double alpha) {
  if (family != nullptr && family->members.front().card.alpha > alpha) {
    return EngineDial::tr(
               "<p>Not installed. It can be made of the wider one and of photos: godwit train detect --from %1 "
               "--alpha %2</p>")
        .arg(ToQString(family->members.front().id), QString::number(alpha));
  }
  return EngineDial::tr("<p>Not installed. A model of this width can be brought in: godwit models import FILE</p>");
}

}  // namespace

EngineDial::EngineDial(QWidget* parent)
    : QWidget(parent),
      family_box_(new QComboBox(this)),
      widths_(new QButtonGroup(this)),
      width_row_(new QHBoxLayout),
      input_box_(new QComboBox(this)),
      costs_(new QLabel(this)),
      measured_(new QLabel(this)) {
  const auto add_row = [this](QGridLayout* grid, int row, const QString& name, QWidget* field) {
    auto* label = new QLabel(name, this);
    label->setBuddy(field);
    grid->addWidget(label, row, 0);
    return label;
  };
  family_box_->setAccessibleName(tr("Network"));
  family_box_->setToolTip(tr("The network that finds objects, of those that are installed"));
  family_box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  family_box_->setMinimumContentsLength(12);
  input_box_->setAccessibleName(tr("Input size"));
  input_box_->setToolTip(
      tr("<p>Pixels that the network looks at. Fewer are faster, and small objects are lost first.</p>"));
  width_row_->setSpacing(0);
  for (QLabel* label : {costs_, measured_}) {
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  }
  costs_->setForegroundRole(QPalette::PlaceholderText);

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setColumnStretch(1, 1);
  add_row(grid, 0, tr("&Network"), family_box_);
  grid->addWidget(family_box_, 0, 1);
  add_row(grid, 1, tr("Width"), nullptr)
      ->setToolTip(tr("<p>The share of the network's channels that there are (α)</p>"));
  grid->addLayout(width_row_, 1, 1);
  add_row(grid, 2, tr("&Input"), input_box_);
  grid->addWidget(input_box_, 2, 1);
  grid->addWidget(costs_, 3, 0, 1, 2);
  grid->addWidget(measured_, 4, 0, 1, 2);
  measured_->hide();

  connect(family_box_, &QComboBox::activated, this, &EngineDial::ChooseFamily);
  connect(input_box_, &QComboBox::activated, this, &EngineDial::ChooseInput);
}

const workflows::ModelFamily* EngineDial::family() const {
  for (const workflows::ModelFamily& family : families_) {
    if (std::ranges::find(family.members, setting_.id, &workflows::InstalledModel::id) != family.members.end()) {
      return &family;
    }
  }
  return nullptr;
}

const workflows::InstalledModel* EngineDial::model() const {
  const workflows::ModelFamily* of = family();
  return of == nullptr ? nullptr : &*std::ranges::find(of->members, setting_.id, &workflows::InstalledModel::id);
}

void EngineDial::SetFamilies(std::vector<workflows::ModelFamily> families) {
  families_ = std::move(families);
  family_box_->clear();
  for (const workflows::ModelFamily& family : families_) {
    family_box_->addItem(ToQString(family.name));
    const QString kinds = tr("%n kind(s) of objects", nullptr, [&] {
      const auto& labels = family.members.front().card.labels;
      return static_cast<int>(std::ranges::count_if(labels, [](const auto& label) { return !label.name.empty(); }));
    }());
    family_box_->setItemData(family_box_->count() - 1, kinds, Qt::ToolTipRole);
  }
  SetSetting(setting_);
}

void EngineDial::SetSetting(const workflows::HeadModel& setting) {
  setting_ = setting;
  const workflows::ModelFamily* of = family();
  setEnabled(of != nullptr);
  family_box_->setCurrentIndex(of == nullptr ? -1 : static_cast<int>(of - families_.data()));
  FillWidths();
  FillInputs();
  UpdateCosts();
  UpdateMeasured();
}

void EngineDial::SetMeasured(const workflows::HeadInUse& setting, double network_ms) {
  if (now_ && (now_->id != setting.id || now_->input != setting.input)) {
    before_ = now_;
  }
  now_ = {setting.id, setting.input, network_ms};
  UpdateMeasured();
}

QToolButton* EngineDial::MakeWidthButton(double alpha) {
  auto* button = new Segment(this);
  button->setText(WidthText(alpha));
  button->setCheckable(true);
  button->setAccessibleName(tr("Width %1").arg(WidthText(alpha)));
  button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(button, &QToolButton::clicked, this, [this, alpha] { ChooseWidth(alpha); });
  widths_->addButton(button);
  width_row_->addWidget(button, 1);
  return button;
}

void EngineDial::FillWidths() {
  const workflows::ModelFamily* of = family();
  std::set<double, std::greater<>> alphas(kPaperWidths.begin(), kPaperWidths.end());
  for (std::size_t i = 0; of != nullptr && i < of->members.size(); ++i) {
    alphas.insert(of->members[i].card.alpha);
  }
  // Buttons stay while their widths do: one of them may be what was just clicked.
  if (std::vector<double> wanted(alphas.begin(), alphas.end()); wanted != alphas_) {
    qDeleteAll(widths_->buttons());
    alphas_ = std::move(wanted);
    QWidget* before = family_box_;
    for (const double alpha : alphas_) {
      QWidget* button = MakeWidthButton(alpha);
      setTabOrder(before, button);
      before = button;
    }
    setTabOrder(before, input_box_);
  }
  widths_->setExclusive(false);
  for (std::size_t i = 0; i < alphas_.size(); ++i) {
    const workflows::InstalledModel* member = of == nullptr ? nullptr : of->OfWidth(alphas_[i]);
    QAbstractButton* button = widths_->buttons().at(static_cast<qsizetype>(i));
    button->setEnabled(member != nullptr);
    button->setChecked(member != nullptr && member->id == setting_.id);
    button->setToolTip(member != nullptr ? ToQString(member->id) : HowToGet(of, alphas_[i]));
  }
  widths_->setExclusive(true);
}

void EngineDial::FillInputs() {
  const workflows::InstalledModel* of = model();
  input_box_->clear();
  if (of == nullptr) {
    return;
  }
  const int own = OwnInput(*of);
  std::set<int, std::greater<>> smaller;
  std::ranges::copy_if(kPaperInputs, std::inserter(smaller, smaller.end()), [&](int side) { return side < own; });
  if (setting_.input != 0 && setting_.input != own) {
    smaller.insert(setting_.input);
  }
  input_box_->addItem(tr("%1 × %1 pixels, its own").arg(own), 0);
  for (const int side : smaller) {
    input_box_->addItem(tr("%1 × %1 pixels").arg(side), side);
  }
  input_box_->setCurrentIndex(std::max(0, input_box_->findData(setting_.input)));
}

void EngineDial::ChooseFamily(int index) {
  const workflows::ModelFamily& chosen = families_[static_cast<std::size_t>(index)];
  const workflows::InstalledModel* now = model();
  // The width stays where the other network has it.
  const workflows::InstalledModel* same = now == nullptr ? nullptr : chosen.OfWidth(now->card.alpha);
  const workflows::InstalledModel& member = same != nullptr ? *same : chosen.members.front();
  const bool fits = setting_.input < OwnInput(member);
  emit Chosen({.id = member.id, .input = fits ? setting_.input : 0});
}

void EngineDial::ChooseWidth(double alpha) {
  const workflows::ModelFamily* of = family();
  if (const workflows::InstalledModel* member = of == nullptr ? nullptr : of->OfWidth(alpha)) {
    emit Chosen({.id = member->id, .input = setting_.input});
  }
}

void EngineDial::ChooseInput(int index) {
  emit Chosen({.id = setting_.id, .input = input_box_->itemData(index).toInt()});
}

void EngineDial::UpdateCosts() {
  const workflows::InstalledModel* of = model();
  const auto cost = of == nullptr ? core::Cost() : workflows::CostAt(of->card, setting_.input).value_or(of->cost);
  if (cost.multiply_adds == 0) {
    costs_->clear();
    return;
  }
  QString text = tr("%1 M multiply-adds · %2 M parameters")
                     .arg(QLocale().toString(static_cast<double>(cost.multiply_adds) / 1e6, 'f', 0),
                          QLocale().toString(static_cast<double>(cost.parameters + cost.biases) / 1e6, 'f', 1));
  if (const QString quality = QualityText(*of, setting_.input); !quality.isEmpty()) {
    text += QLatin1Char('\n') + quality;
  }
  costs_->setText(text);
}

void EngineDial::UpdateMeasured() {
  measured_->setVisible(now_.has_value());
  if (!now_) {
    return;
  }
  if (!before_) {
    measured_->setText(tr("Network: %1").arg(MillisecondsText(now_->ms)));
    return;
  }
  const double ratio = before_->ms / now_->ms;
  const auto factor = [](double value) { return QLocale().toString(value, 'f', 1); };
  const QString change = ratio >= 1.05   ? tr("%1× faster").arg(factor(ratio))
                         : ratio <= 0.95 ? tr("%1× slower").arg(factor(1 / ratio))
                                         : tr("as fast");
  measured_->setText(
      tr("Network: %1, before %2, %3").arg(MillisecondsText(now_->ms), MillisecondsText(before_->ms), change));
}

}  // namespace godwit::ui

#include "ui/option_rows.h"

#include <algorithm>
#include <map>
#include <string>

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSpinBox>

namespace godwit::ui {
namespace {

QString ToText(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString Capitalized(std::string_view name) {
  QString title = ToText(name).replace('-', ' ');
  title.front() = title.front().toUpper();
  return title;
}

// Options and choices whose names are too short for a person, or that have a key of their own.
QString Title(std::string_view name) {
  static const std::map<std::string_view, const char*> titles{
      {"min-score", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "&Threshold")},
      {"iou", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "&Overlap limit")},
      {"max", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Objects at &most")},
      {"exact-decode", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "&Exact decoding")},
      {"batch", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Photos a step")},
      {"lr", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Learning rate")},
      {"warm-up", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Warm-up steps")},
      {"clip", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Gradient limit")},
      {"average", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Average of weights")},
      {"augment", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Vary photos")},
      {"balance", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Show all classes equally often")},
      {"validation", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Share that measures")},
      {"sgd", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "SGD with momentum")},
      {"rmsprop", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "RMSProp")},
      {"adamw", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "AdamW")},
      {"none", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Not at all")},
      {"light", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "A little")},
      {"medium", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Some")},
      {"strong", QT_TRANSLATE_NOOP("godwit::ui::OptionForm", "Much")}};
  const auto known = titles.find(name);
  return known == titles.end() ? Capitalized(name)
                               : QCoreApplication::translate("godwit::ui::OptionForm", known->second);
}

// Shows 0.00004 as such and 0.5 without a tail of zeros.
class NumberBox : public QDoubleSpinBox {
 public:
  using QDoubleSpinBox::QDoubleSpinBox;

  [[nodiscard]] QString textFromValue(double value) const override {
    return locale().toString(value, 'f', QLocale::FloatingPointShortest);
  }
};

}  // namespace

void OptionRows::operator()(const core::OptionText& text, bool& value) const {
  if (IsLeftOut(text)) {
    return;
  }
  auto* box = new QCheckBox(Title(text.name));
  box->setChecked(value);
  box->setToolTip(ToolTip(text));
  layout_->addRow(box);
  QObject::connect(box, &QCheckBox::toggled, box, [changed = changed_, &value](bool checked) {
    value = checked;
    changed();
  });
}

void OptionRows::operator()(const core::OptionText& text, int& value, const core::Bounds<int>& bounds) const {
  if (IsLeftOut(text)) {
    return;
  }
  auto* box = new QSpinBox;
  box->setRange(bounds.min, bounds.max);
  box->setValue(value);
  box->setKeyboardTracking(false);
  AddRow(text, box);
  QObject::connect(box, &QSpinBox::valueChanged, box, [changed = changed_, &value](int number) {
    value = number;
    changed();
  });
}

void OptionRows::operator()(const core::OptionText& text, double& value, const core::Bounds<double>& bounds) const {
  if (IsLeftOut(text)) {
    return;
  }
  constexpr int kDecimals = 8;
  constexpr double kSmall = 0.05;  // values below want steps of their own size
  auto* box = new NumberBox;
  box->setDecimals(kDecimals);
  box->setRange(bounds.min, bounds.max);
  box->setValue(value);
  if (value < kSmall || bounds.max > 1) {
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
  } else {
    box->setSingleStep((bounds.max - bounds.min) / 20);
  }
  box->setKeyboardTracking(false);
  AddRow(text, box);
  QObject::connect(box, &QDoubleSpinBox::valueChanged, box, [changed = changed_, &value](double number) {
    value = number;
    changed();
  });
}

void OptionRows::operator()(const core::OptionText& text, std::string& value, core::Choices choices) const {
  if (IsLeftOut(text)) {
    return;
  }
  auto* box = new QComboBox;
  for (const std::string_view choice : choices) {
    box->addItem(Title(choice), ToText(choice));
  }
  box->setCurrentIndex(box->findData(QString::fromStdString(value)));
  AddRow(text, box);
  QObject::connect(box, &QComboBox::currentIndexChanged, box, [box, changed = changed_, &value] {
    value = box->currentData().toString().toStdString();
    changed();
  });
}

bool OptionRows::IsLeftOut(const core::OptionText& text) const {
  return std::ranges::find(without_, text.name) != without_.end();
}

void OptionRows::AddRow(const core::OptionText& text, QWidget* field) const {
  field->setToolTip(ToolTip(text));
  auto* label = new QLabel(Title(text.name));
  label->setBuddy(field);
  label->setToolTip(ToolTip(text));
  layout_->addRow(label, field);
}

// Rich text, so that long sentences wrap.
QString OptionRows::ToolTip(const core::OptionText& text) const {
  return QStringLiteral("<p>%1<br><small>%2 --%3</small></p>")
      .arg(ToText(text.help).toHtmlEscaped(), command_, ToText(text.name));
}

}  // namespace godwit::ui

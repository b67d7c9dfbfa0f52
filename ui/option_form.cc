#include "ui/option_form.h"

#include <string_view>

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>

#include "workflows/options.h"

namespace godwit::ui {
namespace {

// The threshold has a slider of its own, which needs no new run of the network.
constexpr const char* kThresholdOption = "min-score";

QString Title(std::string_view name) {
  if (name == "iou") {
    return OptionForm::tr("&Overlap limit");
  }
  if (name == "max") {
    return OptionForm::tr("Objects at &most");
  }
  if (name == "exact-decode") {
    return OptionForm::tr("&Exact decoding");
  }
  QString title = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())).replace('-', ' ');
  title.front() = title.front().toUpper();
  return title;
}

// Adds one option of the shared description to the form. Its value lives in the form's settings.
struct RowAdder {
  OptionForm* form;
  QFormLayout* layout;

  void operator()(const core::OptionText& text, bool& value) const {
    auto* box = new QCheckBox(Title(text.name), form);
    box->setChecked(value);
    box->setToolTip(ToolTip(text));
    QObject::connect(box, &QCheckBox::toggled, form, [form = form, &value](bool checked) {
      value = checked;
      emit form->Changed();
    });
    layout->addRow(box);
  }
  void operator()(const core::OptionText& text, double& value, const core::Bounds<double>& bounds) const {
    if (text.name == kThresholdOption) {
      return;
    }
    auto* box = new QDoubleSpinBox(form);
    box->setSingleStep((bounds.max - bounds.min) / 20);
    AddNumber(text, value, bounds, box);
  }
  void operator()(const core::OptionText& text, int& value, const core::Bounds<int>& bounds) const {
    AddNumber(text, value, bounds, new QSpinBox(form));
  }

  template <typename T, typename SpinBox>
  void AddNumber(const core::OptionText& text, T& value, const core::Bounds<T>& bounds, SpinBox* box) const {
    box->setParent(form);
    box->setRange(bounds.min, bounds.max);
    box->setValue(value);
    box->setKeyboardTracking(false);
    box->setToolTip(ToolTip(text));
    QObject::connect(box, &SpinBox::valueChanged, form, [form = form, &value](T changed) {
      value = changed;
      emit form->Changed();
    });
    auto* label = new QLabel(Title(text.name), form);
    label->setBuddy(box);
    label->setToolTip(ToolTip(text));
    layout->addRow(label, box);
  }

  // Rich text, so that long sentences wrap.
  static QString ToolTip(const core::OptionText& text) {
    return QStringLiteral("<p>%1<br><small>godwit detect --%2</small></p>")
        .arg(QString::fromUtf8(text.help.data(), static_cast<qsizetype>(text.help.size())).toHtmlEscaped(),
             QString::fromUtf8(text.name.data(), static_cast<qsizetype>(text.name.size())));
  }
};

}  // namespace

OptionForm::OptionForm(const workflows::DetectSettings& settings, QWidget* parent)
    : QWidget(parent), settings_(settings) {
  auto* layout = new QFormLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  workflows::DescribeOptions(settings_, RowAdder{this, layout});
}

}  // namespace godwit::ui

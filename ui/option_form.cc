#include "ui/option_form.h"

#include <string_view>
#include <vector>

#include <QFormLayout>

#include "ui/option_rows.h"
#include "workflows/options.h"

namespace godwit::ui {

OptionForm::OptionForm(const workflows::DetectSettings& settings, QWidget* parent, Threshold threshold)
    : QWidget(parent), settings_(settings) {
  auto* layout = new QFormLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  std::vector<std::string_view> without;
  if (threshold == Threshold::kLeftOut) {
    without.emplace_back("min-score");
  }
  workflows::DescribeOptions(settings_,
                             OptionRows(
                                 layout, QStringLiteral("godwit detect"), [this] { emit Changed(); }, without));
}

}  // namespace godwit::ui

#include "ui/option_form.h"

#include <QFormLayout>

#include "ui/option_rows.h"
#include "workflows/options.h"

namespace godwit::ui {

OptionForm::OptionForm(const workflows::DetectSettings& settings, QWidget* parent)
    : QWidget(parent), settings_(settings) {
  auto* layout = new QFormLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  // The threshold has a slider of its own, which needs no new run of the network.
  workflows::DescribeOptions(
      settings_, OptionRows(layout, QStringLiteral("godwit detect"), [this] { emit Changed(); }, {"min-score"}));
}

}  // namespace godwit::ui

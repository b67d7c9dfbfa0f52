#include "ui/head_section.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/format.h"

namespace godwit::ui {

HeadSection::HeadSection(const QString& title, QWidget* body, QWidget* parent)
    : QWidget(parent),
      switch_(new QCheckBox(title, this)),
      status_(new QLabel(this)),
      model_box_(new QComboBox(this)),
      missing_(new QLabel(this)),
      body_(body) {
  QFont bold = switch_->font();
  bold.setBold(true);
  switch_->setFont(bold);
  status_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  status_->setForegroundRole(QPalette::PlaceholderText);
  model_box_->setAccessibleName(tr("Model"));
  model_box_->setToolTip(tr("The model to use, of those that are installed"));
  model_box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  model_box_->setMinimumContentsLength(12);
  missing_->setWordWrap(true);
  missing_->setForegroundRole(QPalette::PlaceholderText);
  missing_->setTextInteractionFlags(Qt::TextSelectableByMouse);

  auto* head = new QHBoxLayout;
  head->addWidget(switch_);
  head->addWidget(status_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(head);
  layout->addWidget(missing_);
  layout->addWidget(model_box_);
  if (body_ != nullptr) {
    layout->addWidget(body_);
  }
  UpdateParts();
  connect(switch_, &QCheckBox::toggled, this, &HeadSection::UpdateParts);
  connect(switch_, &QCheckBox::clicked, this, &HeadSection::Switched);
  connect(model_box_, &QComboBox::textActivated, this, &HeadSection::ModelChosen);
}

void HeadSection::SetModels(const std::vector<workflows::InstalledModel>& models, const std::string& used,
                            const QString& how_to_get) {
  model_box_->clear();
  for (const workflows::InstalledModel& model : models) {
    model_box_->addItem(ToQString(model.id));
  }
  model_box_->setCurrentText(ToQString(used));
  missing_->setText(models.empty() ? how_to_get : QString());
  UpdateParts();
}

void HeadSection::SetOn(bool on) { switch_->setChecked(on); }

void HeadSection::SetStatus(const QString& text) { status_->setText(text); }

void HeadSection::UpdateParts() {
  const bool on = switch_->isChecked();
  const bool missing = !missing_->text().isEmpty();
  missing_->setVisible(on && missing);
  model_box_->setVisible(on && model_box_->count() > 1);
  status_->setVisible(on && !missing);
  if (body_ != nullptr) {
    body_->setVisible(on && !missing);
  }
}

}  // namespace godwit::ui

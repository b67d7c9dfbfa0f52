#include "ui/model_details.h"

#include <QAbstractButton>
#include <QFontDatabase>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/model_words.h"

namespace godwit::ui {
namespace {

QString Text(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

ModelDetails::ModelDetails(QWidget* parent)
    : QWidget(parent),
      title_(new QLabel(this)),
      about_(new QLabel(this)),
      facts_(new QFormLayout),
      label_count_(new QLabel(this)),
      search_(new QLineEdit(this)),
      labels_(new QListView(this)) {
  QFont large = title_->font();
  large.setPointSizeF(large.pointSizeF() * 1.2);
  large.setBold(true);
  title_->setFont(large);
  title_->setTextFormat(Qt::PlainText);
  title_->setWordWrap(true);
  about_->setTextFormat(Qt::PlainText);
  about_->setWordWrap(true);
  about_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  facts_->setLabelAlignment(Qt::AlignLeft);
  facts_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  search_->setPlaceholderText(tr("Search the labels"));
  search_->setAccessibleName(tr("Search the labels"));
  search_->setClearButtonEnabled(true);
  search_->findChild<QAbstractButton*>()->setAccessibleName(tr("Clear the search"));
  matching_.setSourceModel(&label_names_);
  matching_.setFilterCaseSensitivity(Qt::CaseInsensitive);
  labels_->setModel(&matching_);
  labels_->setUniformItemSizes(true);
  labels_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  labels_->setAccessibleName(tr("Labels"));
  connect(search_, &QLineEdit::textChanged, &matching_, &QSortFilterProxyModel::setFilterFixedString);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(title_);
  layout->addWidget(about_);
  layout->addLayout(facts_);
  layout->addSpacing(fontMetrics().height() / 2);
  layout->addWidget(label_count_);
  layout->addWidget(search_);
  layout->addWidget(labels_, 1);
  layout->addStretch();
}

void ModelDetails::AddFact(const QString& name, const QString& value, bool fixed_width) {
  auto* label = new QLabel(value, this);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  label->setAccessibleName(name);
  if (fixed_width) {
    label->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  }
  auto* key = new QLabel(name, this);
  key->setForegroundRole(QPalette::PlaceholderText);
  if (fixed_width) {  // which needs the whole width
    facts_->addRow(key);
    facts_->addRow(label);
  } else {
    facts_->addRow(key, label);
  }
}

void ModelDetails::ClearFacts() {
  while (facts_->rowCount() > 0) {
    facts_->removeRow(0);
  }
}

QStringList ModelDetails::facts() const {
  QStringList lines;
  for (int row = 0; row < facts_->rowCount(); ++row) {
    const auto text = [&](QFormLayout::ItemRole role) {
      const QLayoutItem* item = facts_->itemAt(row, role);
      return item == nullptr ? QString() : qobject_cast<const QLabel*>(item->widget())->text();
    };
    const QString spanning = text(QFormLayout::SpanningRole);
    lines << (spanning.isEmpty()
                  ? QStringLiteral("%1: %2").arg(text(QFormLayout::LabelRole), text(QFormLayout::FieldRole))
                  : spanning);
  }
  return lines;
}

void ModelDetails::ShowModel(const ModelTable::Row* row) {
  ClearFacts();
  title_->setText(row == nullptr ? tr("No model is selected") : ToQString(row->id));
  about_->hide();
  ShowLabels({});
  if (row == nullptr) {
    return;
  }
  if (row->catalog != nullptr && !row->installed) {
    about_->setText(Text(row->catalog->title));
    about_->show();
    AddFact(tr("Licence"), Text(row->catalog->licence));
    AddFact(tr("Source"), tr("npm package %1 %2").arg(Text(row->catalog->package), Text(row->catalog->version)));
  } else if (row->IsDamaged()) {
    about_->setText(Breakable(ToQString(row->installed->error)));
    about_->show();
    AddFact(tr("Size"), Bytes(row->installed->bytes));
  } else {
    ShowInstalled(*row->installed);
  }
}

void ModelDetails::ShowInstalled(const workflows::InstalledModel& model) {
  const core::ModelCard& card = model.card;
  AddFact(tr("Finds"), TaskName(card.task));
  AddFact(tr("Architecture"), ArchitectureName(card.architecture));
  AddFact(tr("Width (alpha)"), Number(card.alpha, 2));
  AddFact(tr("Input"), tr("%1 × %2 pixels").arg(card.input_width).arg(card.input_height));
  AddFact(tr("Weights"), tr("%1, %2").arg(PrecisionName(model.precision), Bytes(model.bytes)));
  AddFact(tr("Multiply-adds"), tr("%1 a photo").arg(LargeNumber(model.cost.multiply_adds)));
  AddFact(tr("Parameters"), LargeNumber(model.cost.parameters + model.cost.biases));
  AddFact(tr("Licence"), ToQString(card.licence));
  AddFact(tr("Source"), ToQString(card.source));
  // A word of 64 letters does not wrap.
  constexpr int kHalf = 32;
  const QString sha256 = ToQString(card.sha256);
  AddFact(tr("SHA-256"), sha256.left(kHalf) + QLatin1Char('\n') + sha256.mid(kHalf), true);
  ShowLabels(card.labels);
}

void ModelDetails::ShowLabels(const std::vector<core::ClassLabel>& labels) {
  QStringList names;
  for (const core::ClassLabel& label : labels) {
    if (!label.name.empty()) {
      names << ToQString(label.name);
    }
  }
  label_count_->setText(tr("%n label(s)", nullptr, static_cast<int>(names.size())));
  label_names_.setStringList(names);
  search_->clear();
  for (QWidget* widget :
       {static_cast<QWidget*>(label_count_), static_cast<QWidget*>(search_), static_cast<QWidget*>(labels_)}) {
    widget->setVisible(!names.isEmpty());
  }
}

}  // namespace godwit::ui

#include "ui/detection_panel.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/photo_session.h"
#include "ui/roomy_delegate.h"

namespace godwit::ui {
namespace {

const int kLowestPercent = static_cast<int>(std::lround(kLowestThreshold * 100));
constexpr int kHighestPercent = 99;

// "2 person, 1 dog": the most frequent first.
QString CountByLabel(const std::vector<detection::Detection>& detections) {
  std::map<std::string, int> counts;
  for (const detection::Detection& found : detections) {
    ++counts[found.label];
  }
  std::vector<std::pair<std::string, int>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::greater(), &std::pair<std::string, int>::second);
  QStringList parts;
  for (const auto& [label, count] : sorted) {
    parts << QStringLiteral("%1 %2").arg(count).arg(ToQString(label));
  }
  return parts.join(QStringLiteral(", "));
}

}  // namespace

DetectionPanel::DetectionPanel(DetectionModel* model, DetectionFilter* filter,
                               const workflows::DetectSettings& settings, QWidget* parent)
    : QWidget(parent),
      model_(model),
      filter_(filter),
      slider_(new QSlider(Qt::Horizontal, this)),
      percent_(new QSpinBox(this)),
      summary_(new QLabel(this)),
      hint_(new QLabel(this)),
      classes_(new ClassPanel(model, filter, this)),
      list_(new QTreeView(this)),
      options_(new OptionForm(settings, this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(8);
  layout->addLayout(MakeThreshold());
  summary_->setWordWrap(true);
  summary_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  layout->addWidget(summary_);
  layout->addWidget(classes_);
  MakeList();
  layout->addWidget(list_, 1);
  hint_->setWordWrap(true);
  hint_->setForegroundRole(QPalette::PlaceholderText);
  layout->addWidget(hint_);

  auto* more = new QToolButton(this);
  more->setText(tr("More options"));
  more->setCheckable(true);
  more->setAutoRaise(true);
  more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  more->setArrowType(Qt::RightArrow);
  connect(more, &QToolButton::toggled, this, [this, more](bool open) {
    more->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    options_->setVisible(open);
  });
  layout->addWidget(more);
  options_->hide();
  layout->addWidget(options_);
  connect(options_, &OptionForm::Changed, this, &DetectionPanel::SettingsChanged);

  const auto update = [this] { UpdateSummary(); };
  connect(filter, &QAbstractItemModel::modelReset, this, update);
  connect(filter, &DetectionFilter::Changed, this, update);
  SetThreshold(filter->threshold());
  UpdateSummary();
}

QLayout* DetectionPanel::MakeThreshold() {
  auto* label = new QLabel(tr("&Threshold"), this);
  label->setBuddy(slider_);
  const QString help =
      tr("<p>Show only objects that score above this. <small>([ and ] change it from anywhere)</small>"
         "</p>");
  slider_->setRange(kLowestPercent, kHighestPercent);
  slider_->setPageStep(5);
  slider_->setAccessibleName(tr("Threshold"));
  slider_->setToolTip(help);
  percent_->setRange(kLowestPercent, kHighestPercent);
  percent_->setSuffix(QStringLiteral(" %"));
  percent_->setAccessibleName(tr("Threshold in percent"));
  percent_->setToolTip(help);
  connect(slider_, &QSlider::valueChanged, percent_, &QSpinBox::setValue);
  connect(percent_, &QSpinBox::valueChanged, slider_, &QSlider::setValue);
  connect(slider_, &QSlider::valueChanged, this, [this](int percent) { filter_->SetThreshold(percent / 100.0); });
  auto* row = new QHBoxLayout;
  row->addWidget(label);
  row->addWidget(slider_, 1);
  row->addWidget(percent_);
  return row;
}

void DetectionPanel::MakeList() {
  list_->setModel(filter_);
  list_->setItemDelegate(new RoomyDelegate(list_));
  list_->setRootIsDecorated(false);
  list_->setUniformRowHeights(true);
  list_->setAlternatingRowColors(true);
  list_->setSortingEnabled(true);
  list_->sortByColumn(DetectionModel::kScore, Qt::DescendingOrder);
  list_->setAccessibleName(tr("Objects found"));
  list_->header()->setStretchLastSection(false);
  list_->header()->setSectionsMovable(false);
  list_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  list_->header()->setSectionResizeMode(DetectionModel::kObject, QHeaderView::Stretch);
  list_->setMouseTracking(true);
  list_->viewport()->installEventFilter(this);
  connect(list_, &QTreeView::entered, this, &DetectionPanel::Hovered);
}

bool DetectionPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Leave) {
    emit Hovered({});
  }
  return QWidget::eventFilter(watched, event);
}

void DetectionPanel::SetThreshold(double threshold) {
  slider_->setValue(static_cast<int>(std::lround(threshold * 100)));
}

void DetectionPanel::StepThreshold(int percent) { slider_->setValue(slider_->value() + percent); }

void DetectionPanel::SetPending(const QString& reason) {
  pending_ = reason;
  UpdateSummary();
}

void DetectionPanel::UpdateSummary() {
  const auto passing = filter_->Passing();
  const auto certain = std::ranges::count_if(
      model_->detections(), [&](const detection::Detection& found) { return filter_->IsCertain(found); });
  const auto uncertain = std::ssize(model_->detections()) - certain;
  const auto filtered = certain - std::ssize(passing);
  QString summary;
  if (!pending_.isEmpty()) {
    summary = pending_;
  } else if (passing.empty() && filtered > 0) {
    summary = tr("All that was found is hidden by name or class");
  } else if (passing.empty()) {
    summary = tr("Nothing found above %1").arg(Percent(filter_->threshold()));
  } else {
    summary = passing.size() == 1 ? tr("1 object: %1").arg(ToQString(passing.front().label))
                                  : tr("%1 objects: %2").arg(QString::number(passing.size()), CountByLabel(passing));
  }
  const bool changed = summary != summary_->text();
  summary_->setText(summary);
  QStringList hints;
  if (filtered > 0) {
    hints << tr("Hidden by name or class: %1").arg(filtered);
  }
  if (uncertain > 0) {
    hints << (uncertain == 1 ? tr("1 less certain object below the threshold")
                             : tr("%1 less certain objects below the threshold").arg(uncertain));
  }
  hint_->setText(hints.join(QStringLiteral("\n")));
  hint_->setVisible(pending_.isEmpty() && !hints.isEmpty());
  if (changed) {
    emit SummaryChanged(summary);
  }
}

}  // namespace godwit::ui

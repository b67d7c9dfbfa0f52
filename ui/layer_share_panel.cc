#include "ui/layer_share_panel.h"

#include <algorithm>
#include <ranges>

#include <QCursor>
#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolTip>
#include <QVBoxLayout>
#include <QtCharts/QLegend>

#include "ui/chart_style.h"
#include "ui/format.h"
#include "workflows/benchmark_table.h"
#include "workflows/paper_tables.h"

namespace godwit::ui {
namespace {

QString KindName(const std::string& kind) {
  if (kind == "pointwise") {
    return LayerSharePanel::tr("Pointwise 1×1");
  }
  if (kind == "depthwise") {
    return LayerSharePanel::tr("Depthwise 3×3");
  }
  if (kind == "conv") {
    return LayerSharePanel::tr("Full convolution");
  }
  if (kind == "linear") {
    return LayerSharePanel::tr("Fully connected");
  }
  if (kind == "pool") {
    return LayerSharePanel::tr("Pooling");
  }
  if (kind == "softmax") {
    return LayerSharePanel::tr("Softmax");
  }
  return ToQString(kind);
}

QString PercentText(double percent) { return LayerSharePanel::tr("%1 %").arg(percent, 0, 'f', percent < 10 ? 1 : 0); }

}  // namespace

LayerSharePanel::LayerSharePanel(BenchmarkModel* model, QWidget* parent)
    : QWidget(parent),
      model_(model),
      stage_(new QStackedWidget(this)),
      bars_(new QWidget(this)),
      setting_(new QComboBox(bars_)),
      view_(new QChartView(bars_)),
      kinds_(new QBarCategoryAxis(view_->chart())),
      percent_(new QValueAxis(view_->chart())),
      measured_(new QBarSet(tr("Time, measured here"))),
      multiply_adds_(new QBarSet(tr("Multiply-adds, paper's Table 2"))),
      parameters_(new QBarSet(tr("Parameters, paper's Table 2"))),
      words_(new QLabel(bars_)) {
  auto* series = new QHorizontalBarSeries(view_->chart());
  series->append({measured_, multiply_adds_, parameters_});
  series->setBarWidth(0.75);
  QChart* chart = view_->chart();
  chart->addSeries(series);
  chart->addAxis(kinds_, Qt::AlignLeft);
  chart->addAxis(percent_, Qt::AlignBottom);
  series->attachAxis(kinds_);
  series->attachAxis(percent_);
  percent_->setRange(0, 100);
  percent_->setTickCount(6);
  percent_->setLabelFormat(QStringLiteral("%.0f %%"));
  chart->legend()->setAlignment(Qt::AlignTop);
  connect(series, &QAbstractBarSeries::hovered, this, [this](bool entered, int index, const QBarSet* set) {
    QToolTip::showText(
        QCursor::pos(),
        entered ? QStringLiteral("%1\n%2: %3").arg(kinds_->at(index), set->label(), PercentText(set->at(index)))
                : QString(),
        view_);
  });
  view_->setRenderHint(QPainter::Antialiasing);
  view_->setFrameShape(QFrame::NoFrame);
  view_->setFocusPolicy(Qt::NoFocus);
  view_->setAccessibleName(tr("Shares of time by kind of layer"));
  setting_->setAccessibleName(tr("Setting"));
  words_->setWordWrap(true);
  words_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

  const int line = fontMetrics().height();
  auto* label = new QLabel(tr("S&etting"), bars_);
  label->setBuddy(setting_);
  auto* header = new QHBoxLayout;
  header->setSpacing(line / 2);
  header->addWidget(label);
  header->addWidget(setting_);
  header->addStretch();
  auto* layout = new QVBoxLayout(bars_);
  layout->setContentsMargins(line, line, line, line);
  layout->setSpacing(line / 2);
  layout->addLayout(header);
  layout->addWidget(view_, 1);
  layout->addWidget(words_);
  auto* empty = new QLabel(tr("Time something on the first tab: where its time goes is shown here."), this);
  empty->setForegroundRole(QPalette::PlaceholderText);
  empty->setAlignment(Qt::AlignCenter);
  empty->setWordWrap(true);
  stage_->addWidget(empty);
  stage_->addWidget(bars_);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(stage_);

  connect(model_, &QAbstractItemModel::modelReset, this, &LayerSharePanel::ListSettings);
  connect(model_, &QAbstractItemModel::rowsInserted, this, &LayerSharePanel::ListSettings);
  connect(model_, &QAbstractItemModel::dataChanged, this, &LayerSharePanel::Update);
  connect(setting_, &QComboBox::currentIndexChanged, this, [this](int row) {
    Update();
    emit CurrentChanged(row);
  });
  ApplyColors();
  ListSettings();
}

void LayerSharePanel::ListSettings() {
  const QSignalBlocker blocker(setting_);
  const int row = setting_->currentIndex();
  setting_->clear();
  for (const workflows::BenchmarkResult& result : model_->report().results) {
    setting_->addItem(SettingName(result));
  }
  setting_->setCurrentIndex(std::clamp(row, std::min(0, setting_->count() - 1), setting_->count() - 1));
  Update();
}

void LayerSharePanel::SetCurrent(int row) {
  if (row != setting_->currentIndex()) {
    setting_->setCurrentIndex(row);
  }
}

void LayerSharePanel::Update() {
  const int row = setting_->currentIndex();
  const std::vector<workflows::KindShare> shares =
      row < 0 ? std::vector<workflows::KindShare>()
              : workflows::SharesByKind(model_->report().results[static_cast<std::size_t>(row)]);
  stage_->setCurrentIndex(shares.empty() ? 0 : 1);
  if (shares.empty()) {
    return;
  }
  const std::vector<workflows::PaperCostShare> paper = workflows::PaperCostShares();
  QStringList names;
  for (QBarSet* set : {measured_, multiply_adds_, parameters_}) {
    set->remove(0, set->count());
  }
  for (const workflows::KindShare& share : shares | std::views::reverse) {  // the axis goes upwards
    const auto printed = std::ranges::find(paper, share.kind, &workflows::PaperCostShare::kind);
    names << KindName(share.kind);
    *measured_ << share.time;
    *multiply_adds_ << (printed == paper.end() ? 0 : printed->multiply_adds);
    *parameters_ << (printed == paper.end() ? 0 : printed->parameters);
  }
  kinds_->setCategories(names);

  const workflows::KindShare& longest = shares.front();
  QStringList words{tr("%1 layers take %2 of the time, and do %3 of this network's multiply-adds.")
                        .arg(KindName(longest.kind), PercentText(longest.time), PercentText(longest.multiply_adds))};
  const auto depthwise = std::ranges::find(shares, "depthwise", &workflows::KindShare::kind);
  if (depthwise != shares.end() && &*depthwise != &longest && depthwise->time > depthwise->multiply_adds) {
    words << tr("%1 layers do %2 of the multiply-adds, but take %3 of the time: they read and write much "
                "for little arithmetic.")
                 .arg(KindName(depthwise->kind), PercentText(depthwise->multiply_adds), PercentText(depthwise->time));
  }
  words << tr("The paper's shares are those of 1.0 MobileNet-224; it counts no pooling and no softmax.");
  words_->setText(words.join(QLatin1Char(' ')));
}

void LayerSharePanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
    ApplyColors();
  }
}

// Full, hatched and empty bars are told apart without their colours.
void LayerSharePanel::ApplyColors() {
  StyleChart(*view_->chart(), *this);
  view_->setBackgroundBrush(palette().base());
  const std::vector<QColor> colors = SeriesColors(*this);
  measured_->setBrush(colors[1]);
  multiply_adds_->setBrush(QBrush(colors[0], Qt::BDiagPattern));
  parameters_->setBrush(palette().base());
  measured_->setPen(QPen(colors[1], 1));
  multiply_adds_->setPen(QPen(colors[0], 1));
  parameters_->setPen(QPen(colors[2], 1));
}

}  // namespace godwit::ui

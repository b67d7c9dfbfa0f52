#include "ui/benchmark_model.h"

#include <algorithm>
#include <array>

#include <QLocale>

#include "ui/format.h"
#include "workflows/benchmark_table.h"

namespace godwit::ui {
namespace {

QString Decimal(double value, int decimals) { return QLocale().toString(value, 'f', decimals); }
double Millions(std::int64_t count) { return static_cast<double>(count) / 1e6; }

bool IsSameSetting(const workflows::BenchmarkResult& a, const workflows::BenchmarkResult& b) {
  return a.backbone == b.backbone && a.alpha == b.alpha && a.input == b.input && a.threads == b.threads;
}

QVariant SortKey(const workflows::BenchmarkResult& result, int column) {
  switch (column) {
    case BenchmarkModel::kAlpha:
      return result.alpha;
    case BenchmarkModel::kInput:
    case BenchmarkModel::kRho:
      return result.input;
    case BenchmarkModel::kMultiplyAdds:
      return static_cast<qlonglong>(result.multiply_adds);
    case BenchmarkModel::kParameters:
      return static_cast<qlonglong>(result.parameters);
    case BenchmarkModel::kMedian:
      return result.median_ms;
    case BenchmarkModel::kMinimum:
      return result.min_ms;
    case BenchmarkModel::kImagesPerSecond:
      return result.ImagesPerSecond();
    case BenchmarkModel::kPaperAccuracy:
      return workflows::PaperAccuracyOf(result).value_or(0);
    default:
      return {};
  }
}

struct Heading {
  const char* text;
  const char* tip;
};

constexpr std::array<Heading, BenchmarkModel::kColumns> kHeadings{{
    {QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Width α"),
     QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "The share of channels that each layer keeps")},
    {QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Input"),
     QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "The side of the picture that the network sees, in pixels")},
    {QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "ρ"),
     QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Input size, as a share of 224")},
    {QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "M multiply-adds"),
     QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Million multiply-adds for one image")},
    {QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "M parameters"),
     QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Million weights and biases")},
    {QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Median ms"),
     QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel",
                       "Milliseconds for one image, network only: half of the runs took less")},
    {QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Least ms"),
     QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Milliseconds of the fastest run")},
    {QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Images/s"),
     QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Images a second, one after another, by the median")},
    {QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Paper top-1 %"),
     QT_TRANSLATE_NOOP(
         "godwit::ui::BenchmarkModel",
         "Accuracy on ImageNet that the paper prints for this width and input. It is not measured here.")},
    {QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Installed"),
     QT_TRANSLATE_NOOP("godwit::ui::BenchmarkModel", "Installed models of this width and input")},
}};

}  // namespace

QString SettingName(const workflows::BenchmarkResult& result) {
  QString network = ToQString(result.backbone);
  if (result.backbone == "mobilenet_v1") {
    network = BenchmarkModel::tr("MobileNet V1");
  } else if (result.backbone == "mobilenet_v2") {
    network = BenchmarkModel::tr("MobileNet V2");
  }
  return BenchmarkModel::tr("%1 %2-%3").arg(result.alpha).arg(network).arg(result.input);
}

BenchmarkModel::BenchmarkModel(const InstalledModels* models, QObject* parent)
    : QAbstractTableModel(parent), models_(models) {
  connect(models_, &InstalledModels::Changed, this, [this] {
    if (rowCount() > 0) {
      emit dataChanged(index(0, kInstalled), index(rowCount() - 1, kInstalled));
    }
  });
}

void BenchmarkModel::SetReport(const workflows::BenchmarkReport& report) {
  const auto& now = report_.results;
  const auto& next = report.results;
  const bool grows = now.size() <= next.size() && std::equal(now.begin(), now.end(), next.begin(), IsSameSetting);
  if (!grows) {
    beginResetModel();
    report_ = report;
    endResetModel();
    return;
  }
  const int before = rowCount();
  const int after = static_cast<int>(next.size());
  if (after > before) {
    beginInsertRows({}, before, after - 1);
    report_ = report;
    endInsertRows();
  } else {
    report_ = report;
  }
  if (before > 0) {
    emit dataChanged(index(0, 0), index(before - 1, kColumns - 1));
  }
}

QString BenchmarkModel::Describe(int row) const {
  const workflows::BenchmarkResult& result = report_.results[static_cast<std::size_t>(row)];
  QStringList lines{
      tr("%1, ρ %2, %n thread(s)", nullptr, result.threads).arg(SettingName(result)).arg(result.Rho(), 0, 'g', 3),
      tr("%1 ms for one image: the median of %n run(s)", nullptr, result.runs).arg(Decimal(result.median_ms, 2)),
      tr("%1 ms at the least, nine of ten within %2 ms").arg(Decimal(result.min_ms, 2), Decimal(result.p90_ms, 2)),
      tr("%1 images a second").arg(Decimal(result.ImagesPerSecond(), 1)),
      tr("%1 million multiply-adds, %2 million parameters")
          .arg(Decimal(Millions(result.multiply_adds), 1), Decimal(Millions(result.parameters), 2)),
      tr("%1 MB for weights and activations").arg(Decimal(static_cast<double>(result.peak_bytes) / 1e6, 1))};
  if (const auto accuracy = workflows::PaperAccuracyOf(result)) {
    lines << tr("%1 % top-1 on ImageNet, says the paper").arg(Decimal(*accuracy, 1));
  }
  if (const QString installed = Installed(result); !installed.isEmpty()) {
    lines << tr("Installed: %1").arg(installed);
  }
  return lines.join(QLatin1Char('\n'));
}

QString BenchmarkModel::Installed(const workflows::BenchmarkResult& result) const {
  QStringList ids;
  for (const workflows::InstalledModel& model : models_->all()) {
    const core::ModelCard& card = model.card;
    if (model.error.empty() && card.architecture == result.backbone && card.alpha == result.alpha &&
        card.input_width == result.input) {
      ids << ToQString(model.id);
    }
  }
  return ids.join(QStringLiteral(", "));
}

int BenchmarkModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(report_.results.size());
}

int BenchmarkModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant BenchmarkModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const workflows::BenchmarkResult& result = report_.results[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::TextAlignmentRole:
      return index.column() == kInstalled ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
      return Describe(index.row());
    case kSortRole:
      return index.column() == kInstalled ? Installed(result) : SortKey(result, index.column());
    case Qt::DisplayRole:
      break;
    default:
      return {};
  }
  switch (index.column()) {
    case kAlpha:
      return QLocale().toString(result.alpha);
    case kInput:
      return result.input;
    case kRho:
      return Decimal(result.Rho(), 3);
    case kMultiplyAdds:
      return Decimal(Millions(result.multiply_adds), 1);
    case kParameters:
      return Decimal(Millions(result.parameters), 2);
    case kMedian:
      return Decimal(result.median_ms, 2);
    case kMinimum:
      return Decimal(result.min_ms, 2);
    case kImagesPerSecond:
      return Decimal(result.ImagesPerSecond(), 1);
    case kPaperAccuracy: {
      const auto accuracy = workflows::PaperAccuracyOf(result);
      return accuracy ? Decimal(*accuracy, 1) : QStringLiteral("–");
    }
    default:
      return Installed(result);
  }
}

QVariant BenchmarkModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  const Heading& heading = kHeadings[static_cast<std::size_t>(section)];
  switch (role) {
    case Qt::DisplayRole:
      return tr(heading.text);
    case Qt::ToolTipRole:
      return tr(heading.tip);
    case Qt::TextAlignmentRole:
      return section == kInstalled ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                   : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    default:
      return {};
  }
}

}  // namespace godwit::ui

#include "ui/model_words.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/format.h"
#include "workflows/choose_model.h"

namespace godwit::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Words)
};

}  // namespace

QString TaskName(const std::string& task) {
  if (task == "detect") {
    return Words::tr("Objects");
  }
  if (task == "faces") {
    return Words::tr("Faces");
  }
  if (task == "classify") {
    return Words::tr("Classes");
  }
  if (task == "locate") {
    return Words::tr("Places");
  }
  if (task == "embed") {
    return Words::tr("Likeness");
  }
  if (task == "features") {
    return Words::tr("Backbone");
  }
  return ToQString(task);
}

QString ArchitectureName(const std::string& architecture) {
  QStringList words = ToQString(architecture).split(QLatin1Char('_'), Qt::SkipEmptyParts);
  for (QString& word : words) {
    if (word == QLatin1String("ssd")) {
      word = QStringLiteral("SSD");
    } else if (word == QLatin1String("ssdlite")) {
      word = QStringLiteral("SSDLite");
    } else if (word == QLatin1String("mobilenet")) {
      word = QStringLiteral("MobileNet");
    } else {
      word.front() = word.front().toUpper();
    }
  }
  return words.join(QLatin1Char(' '));
}

QString PrecisionName(const std::string& precision) {
  if (precision == "int8") {
    return Words::tr("8-bit");
  }
  if (precision == "float16") {
    return Words::tr("16-bit");
  }
  return Words::tr("32-bit");
}

QString LargeNumber(std::int64_t number) {
  constexpr double kMillion = 1e6;
  constexpr double kBillion = 1e9;
  const auto value = static_cast<double>(number);
  if (value >= kBillion) {
    return Words::tr("%1 billion").arg(Number(value / kBillion, 2));
  }
  if (value >= kMillion) {
    return Words::tr("%1 million").arg(Number(value / kMillion, value < 100 * kMillion ? 1 : 0));
  }
  return Number(value);
}

QString ModelSummary(const workflows::InstalledModel& model, int side) {
  const bool is_own = side == model.card.input_width && side == model.card.input_height;
  const core::Cost cost = is_own ? model.cost : workflows::CostAt(model.card, side).value_or(model.cost);
  return QStringList{ArchitectureName(model.card.architecture),
                     Words::tr("%1 weights").arg(PrecisionName(model.precision)),
                     Words::tr("%1 multiply-adds a photo").arg(LargeNumber(cost.multiply_adds)),
                     Words::tr("%1 parameters").arg(LargeNumber(cost.parameters + cost.biases))}
      .join(QStringLiteral(" · "));
}

}  // namespace godwit::ui

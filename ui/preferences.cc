#include "ui/preferences.h"

#include <utility>

#include "ui/format.h"

namespace godwit::ui {
namespace {

constexpr int kMostThreads = 1024;
constexpr int kSmallestInput = 32;  // as core::SetInputSide has it
constexpr int kLargestInput = 2048;

int IntAt(const QSettings& settings, const QString& key, int otherwise, int most) {
  bool is_number = false;
  const int value = settings.value(key).toInt(&is_number);
  return is_number && value >= 0 && value <= most ? value : otherwise;
}

HeadChoice ReadHead(const QSettings& settings, const QString& name, const HeadChoice& otherwise) {
  const int input = IntAt(settings, name + QStringLiteral("/input"), otherwise.input, kLargestInput);
  return {.on = settings.value(name + QStringLiteral("/on"), otherwise.on).toBool(),
          .model = settings.value(name + QStringLiteral("/model")).toString().toStdString(),
          .input = input < kSmallestInput ? 0 : input};
}

void WriteHead(QSettings& settings, const QString& name, const HeadChoice& head) {
  settings.setValue(name + QStringLiteral("/on"), head.on);
  settings.setValue(name + QStringLiteral("/model"), ToQString(head.model));
  settings.setValue(name + QStringLiteral("/input"), head.input);
}

}  // namespace

Preferences::Preferences(QSettings* settings, QObject* parent) : QObject(parent), settings_(settings) {
  values_ = {.theme = static_cast<Theme>(IntAt(*settings, QStringLiteral("theme"), 0, static_cast<int>(Theme::kDark))),
             .language = settings->value(QStringLiteral("language")).toString(),
             .threads = IntAt(*settings, QStringLiteral("threads"), 0, kMostThreads),
             .isa = settings->value(QStringLiteral("isa")).toString(),
             .objects = ReadHead(*settings, QStringLiteral("objects"), values_.objects),
             .classes = ReadHead(*settings, QStringLiteral("classes"), values_.classes),
             .faces = ReadHead(*settings, QStringLiteral("faces"), values_.faces)};
}

void Preferences::Set(const PreferenceValues& values) {
  if (values == values_) {
    return;
  }
  const PreferenceValues before = std::exchange(values_, values);
  settings_->setValue(QStringLiteral("theme"), static_cast<int>(values.theme));
  settings_->setValue(QStringLiteral("language"), values.language);
  settings_->setValue(QStringLiteral("threads"), values.threads);
  settings_->setValue(QStringLiteral("isa"), values.isa);
  WriteHead(*settings_, QStringLiteral("objects"), values.objects);
  WriteHead(*settings_, QStringLiteral("classes"), values.classes);
  WriteHead(*settings_, QStringLiteral("faces"), values.faces);
  emit Changed(before);
}

}  // namespace godwit::ui

#include "ui/translation.h"

#include <algorithm>
#include <array>

#include <QLibraryInfo>
#include <QLocale>

// Outside all namespaces, as Qt asks: a resource in a static library is not seen before.
static void InitTranslations() { Q_INIT_RESOURCE(translations); }

namespace godwit::ui {
namespace {

constexpr std::array kLanguages{Language{"en", "English"}, Language{"de", "Deutsch"}};

}  // namespace

std::span<const Language> Languages() { return kLanguages; }

Translation::~Translation() {
  QCoreApplication::removeTranslator(&words_);
  QCoreApplication::removeTranslator(&qt_words_);
}

void Translation::Use(const QString& code) {
  InitTranslations();
  QCoreApplication::removeTranslator(&words_);
  QCoreApplication::removeTranslator(&qt_words_);
  const QLocale system = QLocale::system();
  const bool is_known =
      std::ranges::any_of(kLanguages, [&](const Language& language) { return code == QLatin1String(language.code); });
  // The system's country has its own way with numbers: "de" on a Swiss machine.
  const QLocale locale = is_known ? QLocale(QLocale(code).language(), system.territory()) : system;
  QLocale::setDefault(locale);
  // English has a file too, for its plurals.
  const QString folder = QStringLiteral(":/translations");
  const bool is_translated = words_.load(locale, QStringLiteral("godwit"), QStringLiteral("_"), folder);
  if (is_translated || words_.load(QStringLiteral("godwit_en"), folder)) {
    QCoreApplication::installTranslator(&words_);
  }
  // Where Godwit speaks English, Qt should not speak another language.
  if (is_translated && qt_words_.load(QLocale(words_.language()), QStringLiteral("qtbase"), QStringLiteral("_"),
                                      QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
    QCoreApplication::installTranslator(&qt_words_);
  }
}

}  // namespace godwit::ui

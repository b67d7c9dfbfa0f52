// The languages of the window.
#pragma once

#include <span>

#include <QCoreApplication>
#include <QObject>
#include <QString>
#include <QTranslator>

namespace godwit::ui {

struct Language {
  const char* code;  // "de"
  const char* name;  // in that language
};

// Those that a person can choose: English, which the sources are written in, and those there is a translation for.
std::span<const Language> Languages();

// Has the application speak a language and write numbers as it does. Lives in the window's thread.
class Translation : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;
  ~Translation() override;

  // A code of the list; else (empty, or one that is not known) the system's language, or English where there is no
  // translation for that. What is shown already stays as it is: make it anew.
  void Use(const QString& code);

 private:
  QTranslator words_;     // Godwit's
  QTranslator qt_words_;  // those of Qt's own dialogs and buttons
};

}  // namespace godwit::ui

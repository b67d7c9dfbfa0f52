// Words and numbers as the window shows them.
#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>

#include <QFile>
#include <QLocale>
#include <QString>

namespace godwit::ui {

inline QString ToQString(const std::filesystem::path& path) { return QFile::decodeName(path.c_str()); }
inline QString ToQString(const std::string& text) { return QString::fromStdString(text); }
inline std::filesystem::path ToPath(const QString& path) { return {QFile::encodeName(path).toStdString()}; }

// As the language in use writes it: "1,240.5", "1.240,5".
inline QString Number(double value, int decimals = 0) { return QLocale().toString(value, 'f', decimals); }

// "4.2 MB"
inline QString Bytes(std::uintmax_t bytes) {
  return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

// Long paths in it may break at their slashes.
inline QString Breakable(QString text) { return text.replace(QLatin1Char('/'), QStringLiteral("/\u200b")); }

// "87 %", for a share of 0 to 1.
inline QString Percent(double share) { return QStringLiteral("%1 %").arg(std::lround(share * 100)); }

}  // namespace godwit::ui

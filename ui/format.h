// Words and numbers as the window shows them.
#pragma once

#include <cmath>
#include <filesystem>
#include <string>

#include <QFile>
#include <QString>

namespace godwit::ui {

inline QString ToQString(const std::filesystem::path& path) { return QFile::decodeName(path.c_str()); }
inline QString ToQString(const std::string& text) { return QString::fromStdString(text); }
inline std::filesystem::path ToPath(const QString& path) { return {QFile::encodeName(path).toStdString()}; }

// "87 %", for a share of 0 to 1.
inline QString Percent(double share) { return QStringLiteral("%1 %").arg(std::lround(share * 100)); }

}  // namespace godwit::ui

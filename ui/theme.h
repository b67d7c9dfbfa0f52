// Light and dark: the same widgets, two sets of colours.
#pragma once

#include <QApplication>

namespace godwit::ui {

enum class Theme { kSystem, kLight, kDark };

// Gives the application the Fusion style and the theme's colours. kSystem follows the colours the desktop gave the
// application when it started.
void ApplyTheme(QApplication& application, Theme theme);

}  // namespace godwit::ui

// The picture that stands for Godwit in title bars, task bars and the about dialog.
#pragma once

#include <QIcon>

namespace godwit::gui {

// Drawn from the program itself, at the sizes that desktops ask for: it needs neither the installed icon nor Qt's
// plugin for SVG icons.
QIcon ApplicationIcon();

}  // namespace godwit::gui

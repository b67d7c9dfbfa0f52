#include "ui/theme.h"

#include <QPalette>
#include <QStyleFactory>

namespace godwit::ui {
namespace {

struct Colors {
  QColor window, base, alternate, text, muted, button, dark, mid, light, accent, accent_text, link;
};

// Photos are judged beside these: the large areas are neutral grey.
const Colors kLight{.window = {0xf4, 0xf4, 0xf5},
                    .base = {0xff, 0xff, 0xff},
                    .alternate = {0xf0, 0xf0, 0xf1},
                    .text = {0x1c, 0x1d, 0x1f},
                    .muted = {0x8d, 0x8f, 0x94},
                    .button = {0xee, 0xee, 0xef},
                    .dark = {0xd9, 0xda, 0xdc},
                    .mid = {0xc2, 0xc3, 0xc6},
                    .light = {0xff, 0xff, 0xff},
                    .accent = {0xb4, 0x55, 0x1f},
                    .accent_text = {0xff, 0xff, 0xff},
                    .link = {0x9a, 0x45, 0x14}};
const Colors kDark{.window = {0x26, 0x27, 0x29},
                   .base = {0x1d, 0x1e, 0x20},
                   .alternate = {0x23, 0x24, 0x26},
                   .text = {0xe6, 0xe7, 0xe9},
                   .muted = {0x83, 0x86, 0x8b},
                   .button = {0x34, 0x36, 0x39},
                   .dark = {0x16, 0x17, 0x18},
                   .mid = {0x45, 0x47, 0x4a},
                   .light = {0x38, 0x3a, 0x3d},
                   .accent = {0xb9, 0x5a, 0x24},
                   .accent_text = {0xff, 0xff, 0xff},
                   .link = {0xf0, 0x9a, 0x62}};

QPalette PaletteOf(const Colors& colors) {
  QPalette palette;
  palette.setColor(QPalette::Window, colors.window);
  palette.setColor(QPalette::WindowText, colors.text);
  palette.setColor(QPalette::Base, colors.base);
  palette.setColor(QPalette::AlternateBase, colors.alternate);
  palette.setColor(QPalette::Text, colors.text);
  palette.setColor(QPalette::PlaceholderText, colors.muted);
  palette.setColor(QPalette::Button, colors.button);
  palette.setColor(QPalette::ButtonText, colors.text);
  palette.setColor(QPalette::BrightText, Qt::white);
  palette.setColor(QPalette::ToolTipBase, colors.base);
  palette.setColor(QPalette::ToolTipText, colors.text);
  palette.setColor(QPalette::Light, colors.light);
  palette.setColor(QPalette::Midlight, colors.button);
  palette.setColor(QPalette::Dark, colors.dark);
  palette.setColor(QPalette::Mid, colors.mid);
  palette.setColor(QPalette::Shadow, QColor(0, 0, 0, 90));
  palette.setColor(QPalette::Highlight, colors.accent);
  palette.setColor(QPalette::HighlightedText, colors.accent_text);
  palette.setColor(QPalette::Link, colors.link);
  palette.setColor(QPalette::LinkVisited, colors.link);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
    palette.setColor(QPalette::Disabled, role, colors.muted);
  }
  palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.mid);
  return palette;
}

bool DesktopIsDark() {
  // The first call sees what the desktop set, before this file set anything.
  static const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
  return dark;
}

}  // namespace

void ApplyTheme(QApplication& application, Theme theme) {
  const bool dark = theme == Theme::kDark || (DesktopIsDark() && theme == Theme::kSystem);
  application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  application.setPalette(PaletteOf(dark ? kDark : kLight));
}

}  // namespace godwit::ui

#include "ui/theme.h"

#include <QPainter>
#include <QPalette>
#include <QProxyStyle>
#include <QStyleOption>

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
const Colors kDark{.window = {0x2a, 0x2b, 0x2e},
                   .base = {0x1b, 0x1c, 0x1e},
                   .alternate = {0x21, 0x22, 0x24},
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

// Fusion with two amendments: it frames a check box a little darker than the window, which cannot be seen in the dark,
// and lines a tool bar with white.
class Style : public QProxyStyle {
 public:
  Style() : QProxyStyle(QStringLiteral("Fusion")) {}

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element == PE_IndicatorCheckBox) {
      painter->save();
      painter->setPen(option->palette.color(QPalette::PlaceholderText));
      painter->setBrush(Qt::NoBrush);
      painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
      painter->restore();
    }
  }

  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override {
    if (element != CE_ToolBar) {
      QProxyStyle::drawControl(element, option, painter, widget);
      return;
    }
    painter->fillRect(option->rect, option->palette.window());
    painter->fillRect(option->rect.adjusted(0, option->rect.height() - 1, 0, 0), option->palette.dark());
  }
};

bool DesktopIsDark() {
  // The first call sees what the desktop set, before this file set anything.
  static const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
  return dark;
}

}  // namespace

void ApplyTheme(QApplication& application, Theme theme) {
  const bool dark = theme == Theme::kDark || (DesktopIsDark() && theme == Theme::kSystem);
  application.setStyle(new Style);
  application.setPalette(PaletteOf(dark ? kDark : kLight));
}

}  // namespace godwit::ui

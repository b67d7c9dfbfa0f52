// Words in the window that are not ours: paths, messages, names.
#pragma once

#include <QLabel>
#include <QString>

namespace godwit::ui {

// A label that wraps, shows markup as it stands, and whose text can be copied.
inline QLabel* MakePlainLabel(const QString& text, QWidget* parent,
                              Qt::TextInteractionFlags interaction = Qt::TextSelectableByMouse |
                                                                     Qt::TextSelectableByKeyboard) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(interaction);
  return label;
}

}  // namespace godwit::ui

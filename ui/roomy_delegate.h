// Rows of a list with some air between them, and a swatch that keeps its colour in a selected row.
#pragma once

#include <QStyledItemDelegate>

namespace godwit::ui {

class RoomyDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const int line = option.fontMetrics.height();
    return QStyledItemDelegate::sizeHint(option, index) + QSize(line / 2, line / 3);
  }

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    if (!option->icon.isNull()) {
      const QPixmap swatch = option->icon.pixmap(option->decorationSize);
      option->icon.addPixmap(swatch, QIcon::Selected);
    }
  }
};

}  // namespace godwit::ui

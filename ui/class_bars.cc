#include "ui/class_bars.h"

#include <algorithm>

#include <QPainter>
#include <QVBoxLayout>

#include "ui/format.h"

namespace godwit::ui {
namespace {

constexpr int kRows = 5;

}  // namespace

// A name, its share, and a bar below both.
class ClassBars::Row : public QWidget {
 public:
  explicit Row(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); }

  void Set(const QString& name, double share) {
    name_ = name;
    share_ = share;
    const QString text = name.isEmpty() ? QString() : ClassBars::tr("%1, %2").arg(name, Percent(share));
    setToolTip(text);
    setAccessibleName(text);
    update();
  }

  [[nodiscard]] QSize sizeHint() const override {
    const int line = fontMetrics().height();
    return {line * 12, line + BarHeight() + line / 4};
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    if (name_.isEmpty()) {
      return;
    }
    QPainter painter(this);
    const QFontMetrics metrics = fontMetrics();
    const QString share = Percent(share_);
    const int share_width = metrics.horizontalAdvance(Percent(1));
    const QRect text(0, 0, width(), metrics.height());
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, share);
    const int name_width = width() - share_width - metrics.height() / 2;
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(name_, Qt::ElideRight, name_width));
    const QRect bar(0, metrics.height(), width(), BarHeight());
    painter.fillRect(bar, palette().color(QPalette::Dark));
    painter.fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * std::clamp(share_, 0.0, 1.0), bar.height())),
                     palette().color(QPalette::Highlight));
  }

 private:
  [[nodiscard]] int BarHeight() const { return std::max(3, fontMetrics().height() / 5); }

  QString name_;
  double share_ = 0;
};

ClassBars::ClassBars(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  for (int i = 0; i < kRows; ++i) {
    rows_.push_back(new Row(this));
    layout->addWidget(rows_.back());
  }
}

void ClassBars::SetClasses(const std::vector<recognition::ClassScore>& classes) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (i < classes.size()) {
      rows_[i]->Set(ToQString(classes[i].label), classes[i].score);
    } else {
      rows_[i]->Set({}, 0);
    }
  }
}

}  // namespace godwit::ui

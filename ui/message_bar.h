// A line above the photo that says what went wrong, until it is dismissed or superseded. Never in the way.
#pragma once

#include <QFrame>
#include <QLabel>

namespace godwit::ui {

class MessageBar : public QFrame {
  Q_OBJECT

 public:
  explicit MessageBar(QWidget* parent = nullptr);

  void ShowMessage(const QString& text);
  [[nodiscard]] QString text() const { return label_->text(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void DrawIcon();

  QLabel* icon_;
  QLabel* label_;
};

}  // namespace godwit::ui

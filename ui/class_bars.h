// The likeliest classes of a photo, each with a bar.
#pragma once

#include <vector>

#include <QWidget>

#include "recognition/classifier.h"

namespace godwit::ui {

class ClassBars : public QWidget {
  Q_OBJECT

 public:
  explicit ClassBars(QWidget* parent = nullptr);

  // Best first, at most five. None: what takes their place while nothing is known keeps its height.
  void SetClasses(const std::vector<recognition::ClassScore>& classes);

 private:
  class Row;
  std::vector<Row*> rows_;
};

}  // namespace godwit::ui

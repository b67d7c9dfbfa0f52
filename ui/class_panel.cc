#include "ui/class_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/roomy_delegate.h"

namespace godwit::ui {
namespace {

// The list keeps its height from photo to photo, so that what is below it stays where it is.
constexpr int kRowsShown = 5;

}  // namespace

ClassPanel::ClassPanel(const DetectionModel* detections, DetectionFilter* filter, QWidget* parent)
    : QWidget(parent), model_(detections, filter), search_(new QLineEdit(this)), list_(new QTreeView(this)) {
  search_->setPlaceholderText(tr("Find by name"));
  search_->setClearButtonEnabled(true);
  search_->setAccessibleName(tr("Find objects by name"));
  search_->setToolTip(
      tr("<p>Show only objects with this in their name. <small>(/ comes here from anywhere)</small></p>"));
  search_->installEventFilter(this);
  for (auto* clear : search_->findChildren<QToolButton*>()) {
    clear->setAccessibleName(tr("Clear"));
  }
  connect(search_, &QLineEdit::textChanged, filter, &DetectionFilter::SetSearch);
  connect(search_, &QLineEdit::returnPressed, this, &ClassPanel::Left);

  auto* row = new QHBoxLayout;
  row->addWidget(search_, 1);
  const auto add_button = [&](const QString& text, const QString& tip, bool shown) {
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::StrongFocus);
    connect(button, &QToolButton::clicked, this, [this, shown] { model_.ShowAll(shown); });
    row->addWidget(button);
  };
  add_button(tr("All"), tr("Show all classes"), true);
  add_button(tr("None"), tr("Hide all classes, on this photo and on others"), false);

  MakeList();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(row);
  layout->addWidget(list_);
}

void ClassPanel::MakeList() {
  list_->setModel(&model_);
  list_->setItemDelegate(new RoomyDelegate(list_));
  list_->setRootIsDecorated(false);
  list_->setUniformRowHeights(true);
  list_->setHeaderHidden(true);
  list_->setAccessibleName(tr("Classes found"));
  list_->header()->setStretchLastSection(false);
  list_->header()->setSectionResizeMode(ClassModel::kName, QHeaderView::Stretch);
  list_->header()->setSectionResizeMode(ClassModel::kCount, QHeaderView::ResizeToContents);
  const int line = fontMetrics().height();
  list_->setFixedHeight(kRowsShown * line * 3 / 2 + 2 * list_->frameWidth());
}

void ClassPanel::FocusSearch() {
  search_->setFocus(Qt::ShortcutFocusReason);
  search_->selectAll();
}

bool ClassPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched != search_ || event->type() != QEvent::KeyPress) {
    return QWidget::eventFilter(watched, event);
  }
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape:
      search_->clear();
      emit Left();
      return true;
    case Qt::Key_Down:
      list_->setFocus(Qt::OtherFocusReason);
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

}  // namespace godwit::ui

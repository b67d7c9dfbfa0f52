#include "ui/run_list.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/format.h"

namespace godwit::ui {
namespace {

constexpr int kFolderRole = Qt::UserRole;
constexpr int kStateRole = Qt::UserRole + 1;

// A name, and below it the state.
class RunDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    const int line = option.fontMetrics.height();
    return {8 * line, 2 * line + line};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    const QWidget* widget = option.widget;
    widget->style()->drawControl(QStyle::CE_ItemViewItem, &item, painter, widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const int line = option.fontMetrics.height();
    const QRect inner = option.rect.adjusted(line / 2, line / 2, -line / 2, -line / 2);
    const auto draw = [&](const QString& text, int top, QPalette::ColorRole role) {
      painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : role));
      painter->drawText(inner.adjusted(0, top, 0, 0), Qt::AlignLeft | Qt::AlignTop,
                        option.fontMetrics.elidedText(text, Qt::ElideRight, inner.width()));
    };
    painter->save();
    painter->setFont(option.font);
    draw(index.data(Qt::DisplayRole).toString(), 0, QPalette::Text);
    draw(index.data(kStateRole).toString(), line, QPalette::PlaceholderText);
    painter->restore();
  }
};

std::filesystem::file_time_type TimeOf(const std::filesystem::path& folder) {
  std::error_code error;
  const auto time = std::filesystem::last_write_time(folder, error);
  return error ? std::filesystem::file_time_type::min() : time;
}

}  // namespace

QString QualityName(const training::TrainConfig& config) {
  return config.task == "detect" ? RunList::tr("AP50") : RunList::tr("accuracy");
}

QString StateOf(const training::RunSummary& run) {
  if (!run.error.empty()) {
    return RunList::tr("Damaged");
  }
  const QString quality =
      run.best ? RunList::tr("%1 %2").arg(QualityName(run.config), Percent(run.best->quality)) : QString();
  QString state;
  if (run.finished()) {
    state = RunList::tr("Finished");
  } else if (run.step == 0) {
    state = RunList::tr("Stopped before its first checkpoint");
  } else if (run.epochs_done() == 0) {
    state = RunList::tr("Stopped in epoch 1 of %1").arg(run.config.settings.epochs);
  } else {
    state = RunList::tr("Stopped after epoch %1 of %2").arg(run.epochs_done()).arg(run.config.settings.epochs);
  }
  return quality.isEmpty() ? state : RunList::tr("%1 · %2").arg(state, quality);
}

RunList::RunList(QWidget* parent) : QListWidget(parent) {
  setItemDelegate(new RunDelegate(this));
  setAccessibleName(tr("Training runs"));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setUniformItemSizes(true);
  // The current item also changes when the list gets the focus; the selection is a person's choice.
  connect(this, &QListWidget::itemSelectionChanged, this, [this] {
    if (const QList<QListWidgetItem*> chosen = selectedItems(); !chosen.isEmpty()) {
      const QString folder = chosen.front()->data(kFolderRole).toString();
      selected_ = ToPath(folder);
      emit Chosen(folder);
    }
  });
  const auto done = [this] {
    if (next_) {  // this answer is out of date
      StartLoading(*std::exchange(next_, {}));
      return;
    }
    runs_ = std::move(*loading_);
    Fill();
    emit Loaded();
  };
  connect(&job_, &BackgroundJob::Succeeded, this, done);
  connect(&job_, &BackgroundJob::Failed, this, done);
}

void RunList::Load(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& others) {
  if (job_.is_running()) {
    next_ = Order{folder, others};
  } else {
    StartLoading({folder, others});
  }
}

void RunList::StartLoading(const Order& order) {
  loading_ = std::make_shared<std::vector<training::RunSummary>>();
  job_.Start([order, runs = loading_](const core::JobContext& context) -> core::Result<> {
    std::vector<std::filesystem::path> folders = training::RunsIn(order.folder);
    for (const std::filesystem::path& other : order.others) {
      if (std::ranges::find(folders, other) == folders.end() && training::HoldsRun(other)) {
        folders.push_back(other);
      }
    }
    std::ranges::stable_sort(folders, std::greater(), TimeOf);
    for (const std::filesystem::path& folder : folders) {
      if (!context.stop.stop_requested()) {
        runs->push_back(training::ReadRun(folder));
      }
    }
    return {};
  });
}

const training::RunSummary* RunList::Find(const std::filesystem::path& folder) const {
  const auto found = std::ranges::find(runs_, folder, &training::RunSummary::folder);
  return found == runs_.end() ? nullptr : &*found;
}

QListWidgetItem* RunList::ItemOf(const std::filesystem::path& folder) const {
  for (int row = 0; row < count(); ++row) {
    if (ToPath(item(row)->data(kFolderRole).toString()) == folder) {
      return item(row);
    }
  }
  return nullptr;
}

void RunList::Fill() {
  const QSignalBlocker quiet(this);
  clear();
  const auto add = [this](const std::filesystem::path& folder, const QString& state, const QString& tip) {
    auto* item = new QListWidgetItem(ToQString(folder.filename()), this);
    item->setData(kFolderRole, ToQString(folder));
    item->setData(kStateRole, state);
    item->setData(Qt::AccessibleTextRole, tr("%1: %2").arg(item->text(), state));
    item->setToolTip(tip);
  };
  if (!live_.empty()) {
    add(live_, live_state_, ToQString(live_));
  }
  for (const training::RunSummary& run : runs_) {
    if (run.folder != live_) {
      add(run.folder, StateOf(run),
          run.error.empty() ? ToQString(run.folder) : tr("%1\n%2").arg(ToQString(run.folder), ToQString(run.error)));
    }
  }
  setCurrentItem(ItemOf(selected_));
}

void RunList::paintEvent(QPaintEvent* event) {
  QListWidget::paintEvent(event);
  if (count() == 0 && !is_loading()) {
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const int line = fontMetrics().height();
    painter.drawText(viewport()->rect().adjusted(line, line, -line, -line),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     tr("Runs are listed here once there are some."));
  }
}

void RunList::Select(const std::filesystem::path& folder) {
  const QSignalBlocker quiet(this);
  selected_ = folder;
  clearSelection();
  setCurrentItem(ItemOf(folder));
}

void RunList::SetLive(const std::filesystem::path& folder, const QString& state) {
  live_state_ = state;
  if (live_ != folder) {
    live_ = folder;
    Fill();
  } else if (QListWidgetItem* item = ItemOf(folder)) {
    item->setData(kStateRole, state);
    item->setData(Qt::AccessibleTextRole, tr("%1: %2").arg(item->text(), state));
  }
}

void RunList::ClearLive() {
  live_.clear();
  Fill();
}

}  // namespace godwit::ui

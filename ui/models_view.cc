#include "ui/models_view.h"

#include <utility>

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMessageBox>
#include <QSplitter>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/import_dialog.h"
#include "ui/line_icon.h"
#include "ui/roomy_delegate.h"

namespace godwit::ui {

ModelsView::ModelsView(InstalledModels* models, QWidget* parent)
    : QWidget(parent),
      models_(models),
      rows_(models),
      import_(new QPushButton(tr("&Import File…"), this)),
      verify_all_(new QPushButton(tr("&Verify All"), this)),
      open_folder_(new QPushButton(LineIcon(Glyph::kFolder), tr("&Open Folder"), this)),
      strip_(new JobStrip(this)),
      table_(new QTreeView(this)),
      details_(new ModelDetails(this)),
      get_(new QPushButton(LineIcon(Glyph::kDownload), tr("&Get This Model"), this)),
      verify_(new QPushButton(tr("V&erify"), this)),
      remove_(new QPushButton(tr("&Remove…"), this)),
      own_strip_(new JobStrip(this)) {
  const int line = fontMetrics().height();
  auto* splitter = new QSplitter(this);
  splitter->addWidget(MakeTable());
  splitter->addWidget(MakeSide());
  splitter->setStretchFactor(0, 1);
  splitter->setChildrenCollapsible(false);
  splitter->setSizes({50 * line, 23 * line});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(line, line, line, line);
  layout->setSpacing(line / 2);
  layout->addLayout(MakeButtons());
  layout->addWidget(strip_);
  layout->addWidget(splitter, 1);

  for (JobStrip* strip : {strip_, own_strip_}) {
    connect(strip, &JobStrip::Started, this, &ModelsView::OnJobChanged);
    connect(strip, &JobStrip::Ended, this, &ModelsView::OnJobChanged);
  }
  // A reset forgets what was selected.
  connect(&sorted_, &QAbstractItemModel::modelAboutToBeReset, this,
          [this] { kept_ = selected() == nullptr ? "" : selected()->id; });
  connect(&sorted_, &QAbstractItemModel::modelReset, this, [this] {
    Select(kept_);
    OnSelected();
  });
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ModelsView::OnSelected);
  table_->setCurrentIndex(sorted_.index(0, 0));
  OnSelected();
}

QLayout* ModelsView::MakeButtons() {
  import_->setToolTip(tr("Install a model from a file of TensorFlow, Keras, PyTorch, ONNX or Godwit"));
  verify_all_->setToolTip(tr("Check that all models are what was installed"));
  open_folder_->setToolTip(tr("Show the folder of the models: %1").arg(ToQString(models_->folder())));
  connect(import_, &QPushButton::clicked, this, [this] { Import(); });
  connect(verify_all_, &QPushButton::clicked, this, &ModelsView::VerifyAll);
  connect(open_folder_, &QPushButton::clicked, this, &ModelsView::OpenFolder);
  auto* row = new QHBoxLayout;
  row->addWidget(import_);
  row->addWidget(verify_all_);
  row->addWidget(open_folder_);
  row->addStretch();
  return row;
}

QWidget* ModelsView::MakeTable() {
  sorted_.setSourceModel(&rows_);
  sorted_.setSortRole(ModelTable::kSortRole);
  sorted_.setSortLocaleAware(true);
  table_->setModel(&sorted_);
  table_->setAccessibleName(tr("Models"));
  table_->setItemDelegate(new RoomyDelegate(table_));
  table_->setRootIsDecorated(false);
  table_->setUniformRowHeights(true);
  table_->setAllColumnsShowFocus(true);
  table_->setAlternatingRowColors(true);
  table_->setSortingEnabled(true);
  table_->sortByColumn(ModelTable::kId, Qt::AscendingOrder);
  table_->header()->setSectionsMovable(false);
  table_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  return table_;
}

QWidget* ModelsView::MakeSide() {
  const int line = fontMetrics().height();
  verify_->setToolTip(tr("Check that this model is what was installed"));
  connect(get_, &QPushButton::clicked, this, &ModelsView::GetSelected);
  connect(verify_, &QPushButton::clicked, this, &ModelsView::VerifySelected);
  connect(remove_, &QPushButton::clicked, this, &ModelsView::AskToRemoveSelected);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(get_);
  buttons->addWidget(verify_);
  buttons->addWidget(remove_);
  buttons->addStretch();
  auto* side = new QWidget(this);
  side->setMinimumWidth(18 * line);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(line, 0, 0, 0);
  layout->addWidget(details_, 1);
  layout->addLayout(buttons);
  layout->addWidget(own_strip_);
  return side;
}

const ModelTable::Row* ModelsView::selected() const {
  const QModelIndex index = sorted_.mapToSource(table_->currentIndex());
  return index.isValid() ? &rows_.row(index.row()) : nullptr;
}

void ModelsView::Select(const std::string& id) {
  if (const int index = rows_.IndexOf(id); index >= 0) {
    table_->setCurrentIndex(sorted_.mapFromSource(rows_.index(index, 0)));
  }
}

void ModelsView::OnSelected() {
  details_->ShowModel(selected());
  if (!own_strip_->is_running()) {
    own_strip_->ShowText({});
  }
  OnJobChanged();
}

void ModelsView::OnJobChanged() {
  const bool idle = !strip_->is_running() && !own_strip_->is_running();
  const ModelTable::Row* row = selected();
  const bool is_installed = row != nullptr && row->installed;
  import_->setEnabled(idle);
  verify_all_->setEnabled(idle);
  get_->setVisible(row != nullptr && row->catalog != nullptr && (!is_installed || row->IsDamaged()));
  get_->setEnabled(idle);
  verify_->setVisible(is_installed);
  verify_->setEnabled(idle);
  remove_->setVisible(is_installed);
  remove_->setEnabled(idle && is_installed && !row->installed->bundled);
  remove_->setToolTip(is_installed && row->installed->bundled ? tr("This model comes with Godwit and cannot be removed")
                                                              : tr("Delete this model from the disk"));
}

void ModelsView::GetSelected() {
  const ModelTable::Row* row = selected();
  if (!get_->isEnabled() || row == nullptr || row->catalog == nullptr) {
    return;
  }
  own_strip_->Start(
      [folder = models_->folder(), id = row->id](const core::JobContext& context) -> core::Result<> {
        auto fetched = workflows::FetchModel(folder, id, context);
        if (!fetched) {
          return core::Forward(fetched);
        }
        return {};
      },
      tr("Getting %1…").arg(ToQString(row->id)),
      [this, id = row->id] {
        models_->Refresh();
        Select(id);
        own_strip_->ShowText(tr("%1 is installed.").arg(ToQString(id)));
      });
}

void ModelsView::VerifySelected() {
  if (const ModelTable::Row* row = selected(); verify_->isEnabled() && row != nullptr) {
    Verify(own_strip_, {row->id});
  }
}

void ModelsView::VerifyAll() {
  std::vector<std::string> ids;
  for (const workflows::InstalledModel& model : models_->all()) {
    ids.push_back(model.id);
  }
  if (verify_all_->isEnabled() && !ids.empty()) {
    Verify(strip_, std::move(ids));
  }
}

void ModelsView::Verify(JobStrip* strip, std::vector<std::string> ids) {
  const auto count = static_cast<int>(ids.size());
  strip->Start(
      [folder = models_->folder(), ids = std::move(ids)](const core::JobContext& context) -> core::Result<> {
        std::string problems;
        const auto total = static_cast<std::int64_t>(ids.size());
        for (std::int64_t done = 0; done < total; ++done) {
          const std::string& id = ids[static_cast<std::size_t>(done)];
          if (context.stop.stop_requested()) {
            return core::Fail(core::ErrorKind::kCancelled, "cancelled");
          }
          context.Report({.done = done, .total = total, .item = id});
          if (const auto sound = workflows::VerifyModel(folder, id); !sound) {
            problems += (problems.empty() ? "" : "\n") + sound.error().message;
          }
        }
        return problems.empty() ? core::Result<>() : core::Fail(core::ErrorKind::kModel, "{}", problems);
      },
      tr("Checking…"), [strip, count] { strip->ShowText(tr("%n model(s) checked: intact.", nullptr, count)); });
}

void ModelsView::Import(const std::filesystem::path& file) {
  if (!import_->isEnabled()) {
    return;
  }
  auto* dialog = new ImportDialog(models_, file, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ImportDialog::Imported, this, [this](const QString& id) {
    models_->Refresh();
    Select(id.toStdString());
    strip_->ShowText(tr("%1 is installed.").arg(id));
  });
  dialog->open();
}

void ModelsView::AskToRemoveSelected() {
  const ModelTable::Row* row = selected();
  if (row == nullptr || !row->installed || !remove_->isEnabled()) {
    return;
  }
  auto* question = new QMessageBox(QMessageBox::Question, tr("Remove Model"),
                                   tr("Delete %1 from the disk?").arg(ToQString(row->id)), QMessageBox::Cancel, this);
  question->setInformativeText(row->catalog != nullptr ? tr("It can be fetched again.")
                                                       : tr("To have it again, its file must be imported again."));
  QPushButton* remove = question->addButton(tr("&Remove"), QMessageBox::DestructiveRole);
  question->setDefaultButton(QMessageBox::Cancel);
  question->setAttribute(Qt::WA_DeleteOnClose);
  connect(remove, &QPushButton::clicked, this, [this, id = row->id] { Remove(id); });
  question->open();
}

void ModelsView::Remove(const std::string& id) {
  const auto removed = workflows::RemoveModel(models_->folder(), id);
  models_->Refresh();
  if (removed) {
    own_strip_->ShowText(tr("%1 is removed.").arg(ToQString(id)));
  } else {
    own_strip_->ShowProblem(ToQString(removed.error().message));
  }
}

void ModelsView::OpenFolder() {
  std::error_code error;
  std::filesystem::create_directories(models_->folder(), error);
  const QString folder = ToQString(models_->folder());
  if (error || !QDesktopServices::openUrl(QUrl::fromLocalFile(folder))) {
    strip_->ShowProblem(tr("%1: the folder cannot be opened").arg(folder));
  }
}

}  // namespace godwit::ui

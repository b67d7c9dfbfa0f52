#include "ui/detection_export.h"

#include <algorithm>
#include <string>
#include <utility>

#include <QFileDialog>
#include <QFileInfo>

#include "ui/format.h"

namespace godwit::ui {
namespace {

QString EndingOf(qsizetype format) {
  return ToQString(std::string(workflows::ExportFormats()[static_cast<std::size_t>(format)].ending));
}

QStringList NameFilters() {
  QStringList filters;
  for (const workflows::ExportFormat& format : workflows::ExportFormats()) {
    filters
        << QStringLiteral("%1 (*%2)").arg(ToQString(std::string(format.name)), ToQString(std::string(format.ending)));
  }
  return filters;
}

// The ending follows the format, unless a person typed another.
void FollowFormat(QFileDialog& dialog, qsizetype before, qsizetype now) {
  dialog.setDefaultSuffix(EndingOf(now).mid(1));
  const QStringList selected = dialog.selectedFiles();
  if (!selected.isEmpty() && selected.front().endsWith(EndingOf(before))) {
    dialog.selectFile(QFileInfo(selected.front().chopped(EndingOf(before).size()) + EndingOf(now)).fileName());
  }
}

}  // namespace

DetectionExport::DetectionExport(QObject* parent) : QObject(parent) {
  connect(&job_, &BackgroundJob::Succeeded, this, [this] { emit Saved(ToQString(file_)); });
  connect(&job_, &BackgroundJob::Failed, this,
          [this](const core::Error& error) { emit Failed(ToQString(error.message)); });
}

void DetectionExport::Ask(const ShownDetections& shown, QWidget* window) {
  const QFileInfo photo(ToQString(shown.photo.path));
  auto* dialog = new QFileDialog(window, tr("Export Detections"), photo.absolutePath());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  const QStringList filters = NameFilters();
  dialog->setNameFilters(filters);
  dialog->selectNameFilter(filters.at(format_));
  dialog->setDefaultSuffix(EndingOf(format_).mid(1));
  dialog->selectFile(photo.completeBaseName() + EndingOf(format_));
  connect(dialog, &QFileDialog::filterSelected, this, [this, dialog, filters](const QString& filter) {
    const qsizetype before = std::exchange(format_, std::max(filters.indexOf(filter), qsizetype{0}));
    FollowFormat(*dialog, before, format_);
  });
  connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, filters, shown](const QString& file) {
    format_ = std::max(filters.indexOf(dialog->selectedNameFilter()), qsizetype{0});
    Save(shown, workflows::ExportFormats()[static_cast<std::size_t>(format_)].format, ToPath(file));
  });
  dialog->open();
}

void DetectionExport::Save(const ShownDetections& shown, workflows::DetectionFormat format,
                           const std::filesystem::path& file) {
  if (job_.is_running()) {
    return;
  }
  file_ = file;
  job_.Start([shown, format, file](const core::JobContext&) {
    return workflows::ExportDetections(format, *shown.card, shown.photo, file);
  });
}

QString DetectionExport::AsJson(const ShownDetections& shown) {
  return ToQString(workflows::DetectionsAsText(workflows::DetectionFormat::kJson, *shown.card, shown.photo));
}

}  // namespace godwit::ui

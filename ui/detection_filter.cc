#include "ui/detection_filter.h"

#include <algorithm>
#include <iterator>

#include "ui/format.h"

namespace godwit::ui {

DetectionFilter::DetectionFilter(DetectionModel* source, QObject* parent)
    : QSortFilterProxyModel(parent), source_(source) {
  setSourceModel(source);
  setSortRole(DetectionModel::kSortRole);
  setSortCaseSensitivity(Qt::CaseInsensitive);
}

void DetectionFilter::SetThreshold(double threshold) {
  if (threshold != threshold_) {
    threshold_ = threshold;
    Refilter();
  }
}

void DetectionFilter::ShowClasses(const std::map<std::string, int>& classes, bool shown) {
  for (const auto& [label, number] : classes) {
    if (shown == classes_.others_shown) {
      classes_.except.erase(label);
    } else {
      classes_.except.emplace(label, number);
    }
  }
  Refilter();
}

void DetectionFilter::ShowAllClasses(bool shown) {
  classes_ = {.others_shown = shown, .except = {}};
  Refilter();
}

void DetectionFilter::SetSearch(const QString& text) {
  if (text != search_) {
    search_ = text;
    Refilter();
  }
}

void DetectionFilter::Refilter() {
  invalidateRowsFilter();
  emit Changed();
}

bool DetectionFilter::IsCertain(const detection::Detection& found) const {
  return found.score > static_cast<float>(threshold_);
}

bool DetectionFilter::IsSearched(const std::string& label) const {
  return search_.isEmpty() || ToQString(label).contains(search_, Qt::CaseInsensitive);
}

bool DetectionFilter::Passes(const detection::Detection& found) const {
  return IsCertain(found) && classes_.Shows(found.label) && IsSearched(found.label);
}

bool DetectionFilter::filterAcceptsRow(int row, const QModelIndex&) const {
  return Passes(source_->detections()[static_cast<std::size_t>(row)]);
}

std::vector<detection::Detection> DetectionFilter::Passing() const {
  std::vector<detection::Detection> passing;
  std::ranges::copy_if(source_->detections(), std::back_inserter(passing),
                       [this](const detection::Detection& found) { return Passes(found); });
  return passing;
}

}  // namespace godwit::ui

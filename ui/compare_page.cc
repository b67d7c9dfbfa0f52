#include "ui/compare_page.h"

#include <utility>

#include <QVBoxLayout>

namespace godwit::ui {

ComparePage::ComparePage(BenchmarkFunction benchmark, Preferences* preferences, InstalledModels* models,
                         QWidget* parent)
    : QWidget(parent),
      model_(new BenchmarkModel(models, this)),
      tabs_(new QTabWidget(this)),
      speed_(new SpeedPanel(std::move(benchmark), model_, preferences, models, this)),
      shares_(new LayerSharePanel(model_, this)),
      photos_(new PhotoComparePanel(preferences, models, this)) {
  tabs_->setDocumentMode(true);
  tabs_->addTab(speed_, tr("Speed"));
  tabs_->addTab(shares_, tr("Where the time goes"));
  tabs_->addTab(photos_, tr("On your photos"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(tabs_);
  connect(speed_, &SpeedPanel::CurrentChanged, shares_, &LayerSharePanel::SetCurrent);
  connect(shares_, &LayerSharePanel::CurrentChanged, speed_, &SpeedPanel::SetCurrent);
}

}  // namespace godwit::ui

#include "ui/benchmark_form.h"

#include <algorithm>

#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QThread>
#include <QVBoxLayout>

#include "ui/format.h"

namespace godwit::ui {
namespace {

constexpr int kDefaultRuns = 50;
constexpr int kMostRuns = 1000;
const QString kModelPrefix = QStringLiteral("model:");

template <typename Boxes>
std::vector<typename Boxes::key_type> Checked(const Boxes& boxes) {
  std::vector<typename Boxes::key_type> checked;
  for (const auto& [value, box] : boxes) {
    if (box->isChecked()) {
      checked.push_back(value);
    }
  }
  return checked;
}

template <typename Boxes>
QStringList ToStrings(const Boxes& boxes) {
  QStringList strings;
  for (const auto value : Checked(boxes)) {
    strings << QString::number(value);
  }
  return strings;
}

QLabel* MakeHeading(const QString& text, const QString& tip, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  QFont bold = label->font();
  bold.setBold(true);
  label->setFont(bold);
  label->setToolTip(tip);
  return label;
}

}  // namespace

BenchmarkForm::BenchmarkForm(Preferences* preferences, InstalledModels* models, QWidget* parent)
    : QWidget(parent),
      preferences_(preferences),
      models_(models),
      network_(new QComboBox(this)),
      threads_(new QSpinBox(this)),
      runs_(new QSpinBox(this)) {
  network_->setAccessibleName(tr("Network"));
  network_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  network_->setMinimumContentsLength(16);
  threads_->setRange(1, std::max(QThread::idealThreadCount(), 1));
  threads_->setToolTip(tr("How many processor cores compute one image"));
  runs_->setRange(1, kMostRuns);
  runs_->setToolTip(tr("Timed runs of each setting: more take longer and tell more"));

  const int line = fontMetrics().height();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(line / 3);
  layout->addWidget(MakeHeading(tr("Network"), {}, this));
  layout->addWidget(network_);
  layout->addSpacing(line / 2);
  alpha_box_ = MakeAlphas();
  layout->addWidget(alpha_box_);
  layout->addSpacing(line / 2);
  layout->addWidget(MakeInputs());
  layout->addSpacing(line / 2);
  auto* numbers = new QFormLayout;
  numbers->addRow(tr("&Threads"), threads_);
  numbers->addRow(tr("&Runs each"), runs_);
  layout->addLayout(numbers);

  ListNetworks();
  Restore();
  connect(models_, &InstalledModels::Changed, this, &BenchmarkForm::ListNetworks);
  connect(network_, &QComboBox::currentIndexChanged, this, &BenchmarkForm::OnChanged);
  connect(threads_, &QSpinBox::valueChanged, this, &BenchmarkForm::OnChanged);
  connect(runs_, &QSpinBox::valueChanged, this, &BenchmarkForm::OnChanged);
  OnChanged();
}

QWidget* BenchmarkForm::MakeAlphas() {
  auto* box = new QWidget(this);
  auto* grid = new QGridLayout(box);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->addWidget(MakeHeading(tr("Width α"), tr("The share of channels that each layer keeps"), box), 0, 0, 1, 2);
  for (const double alpha : workflows::BenchmarkRequest().alphas) {
    auto* check = new QCheckBox(QString::number(alpha), box);
    check->setAccessibleName(tr("Width alpha %1").arg(alpha));
    connect(check, &QCheckBox::toggled, this, &BenchmarkForm::OnChanged);
    const int count = static_cast<int>(alphas_.size());
    grid->addWidget(check, 1 + count / 2, count % 2);
    alphas_[alpha] = check;
  }
  return box;
}

QWidget* BenchmarkForm::MakeInputs() {
  auto* box = new QWidget(this);
  auto* grid = new QGridLayout(box);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->addWidget(
      MakeHeading(tr("Input size, resolution ρ"), tr("The side of the picture that the network sees, in pixels"), box),
      0, 0);
  for (const int input : {224, 192, 160, 128}) {
    auto* check = new QCheckBox(tr("%1 pixels, ρ %2").arg(input).arg(input / 224.0, 0, 'g', 3), box);
    check->setAccessibleName(tr("Input of %1 pixels").arg(input));
    connect(check, &QCheckBox::toggled, this, &BenchmarkForm::OnChanged);
    inputs_[input] = check;
    grid->addWidget(check, static_cast<int>(inputs_.size()), 0);
  }
  return box;
}

// Installed models stand below the two networks of any width.
void BenchmarkForm::ListNetworks() {
  const QSignalBlocker blocker(network_);
  const QString chosen = network_->currentData().toString();  // never the separator, which has none
  network_->clear();
  network_->addItem(tr("MobileNet V1"), QStringLiteral("v1"));
  network_->addItem(tr("MobileNet V2"), QStringLiteral("v2"));
  network_->insertSeparator(network_->count());
  for (const workflows::InstalledModel& model : models_->all()) {
    if (model.error.empty()) {
      network_->addItem(ToQString(model.id), kModelPrefix + ToQString(model.id));
    }
  }
  network_->setCurrentIndex(std::max(network_->findData(chosen), 0));
  emit Changed();
}

void BenchmarkForm::Restore() {
  const QSettings& settings = preferences_->settings();
  const auto restore = [&](const QString& key, const auto& boxes) {
    const QVariant kept = settings.value(key);
    const QStringList chosen = kept.toStringList();
    for (const auto& [value, box] : boxes) {
      const QSignalBlocker blocker(box);
      box->setChecked(!kept.isValid() || chosen.contains(QString::number(value)));
    }
  };
  restore(QStringLiteral("compare/alphas"), alphas_);
  restore(QStringLiteral("compare/inputs"), inputs_);
  const int index =
      network_->findData(settings.value(QStringLiteral("compare/network"), QStringLiteral("v1")).toString());
  network_->setCurrentIndex(std::max(index, 0));
  const int threads = preferences_->values().threads;
  threads_->setValue(
      settings.value(QStringLiteral("compare/threads"), threads > 0 ? threads : threads_->maximum()).toInt());
  runs_->setValue(settings.value(QStringLiteral("compare/runs"), kDefaultRuns).toInt());
}

void BenchmarkForm::OnChanged() {
  for (const auto& [alpha, box] : alphas_) {
    box->setEnabled(!is_model());
  }
  alpha_box_->setToolTip(is_model() ? tr("An installed model has the width that it was trained with") : QString());
  QSettings& settings = preferences_->settings();
  settings.setValue(QStringLiteral("compare/alphas"), ToStrings(alphas_));
  settings.setValue(QStringLiteral("compare/inputs"), ToStrings(inputs_));
  settings.setValue(QStringLiteral("compare/network"), network_->currentData());
  settings.setValue(QStringLiteral("compare/threads"), threads_->value());
  settings.setValue(QStringLiteral("compare/runs"), runs_->value());
  emit Changed();
}

bool BenchmarkForm::is_model() const { return network_->currentData().toString().startsWith(kModelPrefix); }

bool BenchmarkForm::is_complete() const { return settings() > 0; }

int BenchmarkForm::settings() const {
  return static_cast<int>((is_model() ? 1 : Checked(alphas_).size()) * Checked(inputs_).size());
}

workflows::BenchmarkRequest BenchmarkForm::request() const {
  const QString network = network_->currentData().toString();
  workflows::BenchmarkRequest request{.model = {},
                                      .backbone = network == QLatin1String("v2") ? workflows::Backbone::kMobileNetV2
                                                                                 : workflows::Backbone::kMobileNetV1,
                                      .alphas = Checked(alphas_),
                                      .inputs = Checked(inputs_),
                                      .threads = {threads_->value()},
                                      .runs = runs_->value(),
                                      .layers = true};
  if (is_model()) {
    const auto* model = models_->Find(network.mid(kModelPrefix.size()).toStdString());
    request.model = model != nullptr ? model->file : std::filesystem::path();
  }
  return request;
}

}  // namespace godwit::ui

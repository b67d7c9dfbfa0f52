#include "ui/side_panel.h"

#include <algorithm>
#include <initializer_list>
#include <tuple>
#include <utility>

#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/format.h"
#include "workflows/choose_model.h"
#include "workflows/model_catalog.h"

namespace godwit::ui {

SidePanel::SidePanel(std::string default_detector, PhotoSession* session, Preferences* preferences,
                     InstalledModels* models, DetectionFilter* filter, DetectionPanel* detections, QWidget* parent)
    : QScrollArea(parent),
      default_detector_(std::move(default_detector)),
      session_(session),
      preferences_(preferences),
      models_(models),
      filter_(filter),
      notice_(new QLabel(this)),
      dial_(new EngineDial(this)),
      bars_(new ClassBars(this)),
      objects_(new HeadSection(tr("&Objects"), dial_, this)),
      classes_(new HeadSection(tr("&What is it?"), bars_, this)),
      faces_(new HeadSection(tr("F&aces"), nullptr, this)) {
  MakeLayout(detections);
  ConnectSections();
}

void SidePanel::MakeLayout(DetectionPanel* detections) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  notice_->setWordWrap(true);
  notice_->setForegroundRole(QPalette::PlaceholderText);
  notice_->setTextInteractionFlags(Qt::TextBrowserInteraction);
  notice_->hide();

  const int line = fontMetrics().height();
  auto* content = new QWidget(this);
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* heads = new QVBoxLayout;
  heads->setContentsMargins(line * 3 / 4, line * 3 / 4, line * 3 / 4, 0);
  heads->setSpacing(line * 3 / 4);
  for (QWidget* part : std::initializer_list<QWidget*>{notice_, objects_, classes_, faces_}) {
    heads->addWidget(part);
  }
  layout->addLayout(heads);
  detections->list()->setMinimumHeight(6 * line);
  layout->addWidget(detections, 1);
  setWidget(content);
}

void SidePanel::ConnectSections() {
  connect(preferences_, &Preferences::Changed, this, [this](const PreferenceValues& before) {
    const auto concerns = [](const PreferenceValues& values) {
      return std::tie(values.objects, values.classes, values.faces, values.threads, values.isa);
    };
    if (concerns(before) != concerns(preferences_->values())) {
      Apply();
    }
  });
  connect(models_, &InstalledModels::Changed, this, &SidePanel::Apply);
  for (const Head head : kHeads) {
    connect(&section(head), &HeadSection::Switched, this, [this, head](bool on) {
      PreferenceValues values = preferences_->values();
      ChoiceOf(values, head).on = on;
      preferences_->Set(values);
    });
    connect(&section(head), &HeadSection::ModelChosen, this, [this, head](const QString& id) {
      Set(head, {.id = id.toStdString(), .input = ChoiceOf(preferences_->values(), head).input});
    });
  }
  connect(dial_, &EngineDial::Chosen, this,
          [this](const workflows::HeadModel& setting) { Set(Head::kObjects, setting); });
  connect(notice_, &QLabel::linkActivated, this, &SidePanel::FetchWanted);
  connect(session_, &PhotoSession::DetectionsChanged, this, &SidePanel::UpdateObjects);
  connect(session_, &PhotoSession::ClassesChanged, this, &SidePanel::UpdateClasses);
  connect(session_, &PhotoSession::ModelsChanged, this, [this] {
    UpdateClasses();
    UpdateFaces();
  });
  for (const auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
    connect(filter_, changed, this, &SidePanel::UpdateFaces);
  }
  connect(filter_, &QAbstractItemModel::modelReset, this, &SidePanel::UpdateFaces);
}

// The width is never scrolled.
QSize SidePanel::minimumSizeHint() const {
  return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(),
          QScrollArea::minimumSizeHint().height()};
}

HeadSection& SidePanel::section(Head head) {
  switch (head) {
    case Head::kClasses:
      return *classes_;
    case Head::kFaces:
      return *faces_;
    case Head::kObjects:
      break;
  }
  return *objects_;
}

void SidePanel::Set(Head head, const workflows::HeadModel& model) {
  PreferenceValues values = preferences_->values();
  HeadChoice& choice = ChoiceOf(values, head);
  choice.model = model.id;
  choice.input = model.input;
  preferences_->Set(values);
}

void SidePanel::Apply() {
  const HeadsChoice choice = ChooseHeads(preferences_->values(), *models_, default_detector_);
  ShowModels(choice);
  ShowNotice(choice);
  session_->SetUp(choice.setup);
}

void SidePanel::ShowModels(const HeadsChoice& choice) {
  for (const Head head : kHeads) {
    section(head).SetOn(ChoiceOf(preferences_->values(), head).on);
  }
  dial_->SetFamilies(workflows::FamiliesOf(models_->all(), workflows::TaskOf(Head::kObjects)));
  dial_->SetSetting(choice.models[Head::kObjects]);
  const auto installed = [&](Head head) { return models_->ForTask(std::string(workflows::TaskOf(head))); };
  classes_->SetModels(installed(Head::kClasses), choice.models[Head::kClasses].id,
                      tr("No model that classifies photos is installed. Bring one in: "
                         "godwit models import FILE --id NAME"));
  faces_->SetModels(installed(Head::kFaces), choice.models[Head::kFaces].id,
                    tr("No model for faces is installed. Get one: godwit models fetch %1")
                        .arg(QLatin1String("face-ssd-mobilenet-v1")));
}

void SidePanel::ShowNotice(const HeadsChoice& choice) {
  notice_->setVisible(choice.missing_detector);
  if (!choice.missing_detector) {
    return;
  }
  const QString wanted = ToQString(choice.wanted_detector);
  QString text = tr("%1 is not installed; %2 is used instead.")
                     .arg(wanted.toHtmlEscaped(), ToQString(choice.models[Head::kObjects].id).toHtmlEscaped());
  if (const auto* model = models_->Find(choice.wanted_detector); model != nullptr && !model->error.empty()) {
    text = ToQString(model->error).toHtmlEscaped();
  }
  if (choice.wanted_detector == default_detector_ && workflows::FindInCatalog(default_detector_) != nullptr) {
    text += QStringLiteral(" <a href=\"fetch\">%1</a>").arg(tr("Get it…"));
  }
  notice_->setText(text);
}

void SidePanel::UpdateObjects() {
  const auto& in_use = session_->in_use()[Head::kObjects];
  if (in_use && session_->IsCurrent(Head::kObjects)) {
    dial_->SetMeasured(*in_use, session_->shown().detections->times.network_ms);
  }
}

void SidePanel::UpdateClasses() {
  const auto& classes = session_->shown().classes;
  bars_->SetClasses(classes ? classes->classes : std::vector<recognition::ClassScore>());
  const bool waiting = session_->in_use()[Head::kClasses] && session_->shown_index() >= 0 && !classes;
  classes_->SetStatus(waiting ? tr("Looking…") : QString());
}

void SidePanel::UpdateFaces() {
  const bool looked = session_->in_use()[Head::kFaces] && session_->shown().faces;
  const auto faces = std::ranges::count(filter_->Passing(), kFaceClass, &detection::Detection::class_id);
  faces_->SetStatus(!looked ? QString() : faces > 0 ? tr("%1 found").arg(faces) : tr("None found"));
}

}  // namespace godwit::ui

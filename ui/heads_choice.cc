#include "ui/heads_choice.h"

#include "workflows/choose_model.h"

namespace godwit::ui {
namespace {

using workflows::Head;

bool IsUsable(const InstalledModels& models, const std::string& id) {
  const workflows::InstalledModel* model = models.Find(id);
  return model != nullptr && model->error.empty();
}

std::string Resolve(const InstalledModels& models, Head head, const std::string& wanted) {
  if (!wanted.empty() && IsUsable(models, wanted)) {
    return wanted;
  }
  const workflows::InstalledModel* best = workflows::BestModel(models.all(), workflows::TaskOf(head));
  return best != nullptr ? best->id : wanted;
}

HeadChoice PreferenceValues::*MemberOf(Head head) {
  switch (head) {
    case Head::kClasses:
      return &PreferenceValues::classes;
    case Head::kFaces:
      return &PreferenceValues::faces;
    case Head::kObjects:
      break;
  }
  return &PreferenceValues::objects;
}

}  // namespace

const HeadChoice& ChoiceOf(const PreferenceValues& values, Head head) { return values.*MemberOf(head); }

HeadChoice& ChoiceOf(PreferenceValues& values, Head head) { return values.*MemberOf(head); }

HeadsChoice ChooseHeads(const PreferenceValues& values, const InstalledModels& models,
                        const std::string& default_detector) {
  HeadsChoice choice{.setup = {.models_folder = models.folder(),
                               .threads = values.threads,
                               .instruction_set = values.isa.toStdString()},
                     .wanted_detector = values.objects.model.empty() ? default_detector : values.objects.model};
  for (const Head head : workflows::kHeads) {
    const HeadChoice& chosen = ChoiceOf(values, head);
    workflows::HeadModel& model = choice.models[head];
    model = {.id = Resolve(models, head, head == Head::kObjects ? choice.wanted_detector : chosen.model),
             .input = chosen.input};
    if (chosen.on && !model.id.empty()) {
      choice.setup.models[head] = model;
    }
  }
  choice.missing_detector = choice.models[Head::kObjects].id != choice.wanted_detector;
  return choice;
}

}  // namespace godwit::ui

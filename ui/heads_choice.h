// Which models look at photos: what a person chose, as far as it is there.
#pragma once

#include <string>

#include <QString>

#include "ui/installed_models.h"
#include "ui/preferences.h"
#include "workflows/photo_heads.h"

namespace godwit::ui {

struct HeadsChoice {
  workflows::HeadsSetup setup;                      // of the heads that are on
  workflows::PerHead<workflows::HeadModel> models;  // of all heads; no id: none is installed
  bool missing_detector = false;                    // another one stands in for it
  std::string wanted_detector;                      // id
};

const HeadChoice& ChoiceOf(const PreferenceValues& values, workflows::Head head);
HeadChoice& ChoiceOf(PreferenceValues& values, workflows::Head head);

// Where a chosen model cannot be used, the best installed one of its task stands in. `default_detector` is what finds
// objects where a person chose none; it is in the setup even where it is missing, if nothing can stand in for it.
HeadsChoice ChooseHeads(const PreferenceValues& values, const InstalledModels& models,
                        const std::string& default_detector);

}  // namespace godwit::ui

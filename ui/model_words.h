// What model cards say, in a person's words.
#pragma once

#include <string>

#include <QString>

#include "workflows/models.h"

namespace godwit::ui {

// "Objects", for "detect".
QString TaskName(const std::string& task);

// "SSDLite MobileNet V2", for "ssdlite_mobilenet_v2".
QString ArchitectureName(const std::string& architecture);

// "8-bit", of the weights.
QString PrecisionName(const std::string& precision);

// "1.24 billion", "315 million"
QString LargeNumber(std::int64_t number);

// "SSD MobileNet V1 · 8-bit weights · 1.24 billion multiply-adds a photo · 6.8 million parameters", at an input of this
// side.
QString ModelSummary(const workflows::InstalledModel& model, int side);

}  // namespace godwit::ui

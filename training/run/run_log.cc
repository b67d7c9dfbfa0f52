#include "training/run/run_log.h"

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/whole_file.h"

namespace godwit::training {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string ToText(const LogLine& line) {
  Json json{{"step", line.step},
            {"epoch", line.epoch},
            {"loss", line.loss},
            {"learning_rate", line.learning_rate},
            {"images_per_s", line.images_per_s}};
  if (line.quality) {
    json["quality"] = *line.quality;
  }
  return json.dump() + '\n';
}

// Nothing where the text is no line of a log.
std::optional<LogLine> FromText(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  const auto number = [&](const char* key) { return json.value(key, std::nan("")); };
  if (!json.is_object() || !json.contains("step") || !json["step"].is_number_integer()) {
    return {};
  }
  LogLine line{.step = json["step"]};
  try {
    line.epoch = number("epoch");
    line.loss = number("loss");
    line.learning_rate = number("learning_rate");
    line.images_per_s = number("images_per_s");
    if (json.contains("quality")) {
      line.quality = number("quality");
    }
  } catch (const Json::type_error&) {
    return {};
  }
  return line;
}

// A curve in a box of the picture, with the least and largest value written at its left.
class Plot {
 public:
  static constexpr double kWidth = 640;
  static constexpr double kHeight = 180;

  Plot(double top, double last_epoch) : top_(top), last_epoch_(std::max(last_epoch, 1e-9)) {}

  std::string Draw(const std::string& title, const char* colour, const std::vector<std::pair<double, double>>& points,
                   double low, double high) const {
    std::string svg = fmt::format(
        "<text x='70' y='{:.0f}'>{}</text>\n<rect x='70' y='{:.0f}' width='{}' height='{}' fill='none' "
        "stroke='#888'/>\n<text x='62' y='{:.0f}' text-anchor='end'>{:.3g}</text>\n"
        "<text x='62' y='{:.0f}' text-anchor='end'>{:.3g}</text>\n<polyline fill='none' stroke='{}' "
        "stroke-width='2' points='",
        top_ - 8, title, top_, kWidth, kHeight, top_ + 12, high, top_ + kHeight, low, colour);
    for (const auto& [epoch, value] : points) {
      const double height = std::clamp((value - low) / (high - low), 0.0, 1.0);
      svg += fmt::format("{:.1f},{:.1f} ", 70 + kWidth * epoch / last_epoch_, top_ + kHeight * (1 - height));
    }
    return svg + "'/>\n";
  }

 private:
  double top_;
  double last_epoch_;
};

}  // namespace

core::Result<std::vector<LogLine>> ReadRunLog(const fs::path& file) {
  std::ifstream stream(file);
  if (!stream) {
    return core::Fail(core::ErrorKind::kInput, "{}: cannot be read", file.string());
  }
  std::vector<LogLine> lines;
  int number = 1;
  for (std::string text; std::getline(stream, text); ++number) {
    const auto line = FromText(text);
    if (!line) {
      if (stream.peek() == std::ifstream::traits_type::eof()) {
        break;
      }
      return core::Fail(core::ErrorKind::kInput, "{}: line {} is no line of a training log", file.string(), number);
    }
    lines.push_back(*line);
  }
  return lines;
}

core::Result<RunLog> RunLog::Open(const fs::path& file, std::int64_t step) {
  RunLog log;
  if (std::error_code error; fs::exists(file, error)) {
    auto lines = ReadRunLog(file);
    if (!lines) {
      return core::Forward(lines);
    }
    std::erase_if(*lines, [&](const LogLine& line) { return line.step > step; });
    log.lines_ = std::move(*lines);
  }
  std::string text;
  for (const LogLine& line : log.lines_) {
    text += ToText(line);
  }
  if (auto written = core::WriteWholeFile(file, text); !written) {
    return core::Forward(written);
  }
  log.path_ = file;
  log.stream_.open(file, std::ios::app);
  return log;
}

core::Result<> RunLog::Append(const LogLine& line) {
  if (!(stream_ << ToText(line)).flush()) {
    return core::Fail(core::ErrorKind::kInput, "{}: cannot be written to; is the disk full?", path_.string());
  }
  lines_.push_back(line);
  return {};
}

core::Result<> WriteCurves(const fs::path& file, const std::vector<LogLine>& lines, const std::string& quality) {
  std::vector<std::pair<double, double>> losses, qualities;
  double highest = 0;
  for (const LogLine& line : lines) {
    if (std::isfinite(line.loss)) {
      losses.emplace_back(line.epoch, line.loss);
      highest = std::max(highest, line.loss);
    }
    if (line.quality && std::isfinite(*line.quality)) {
      qualities.emplace_back(line.epoch, *line.quality);
    }
  }
  const double last = lines.empty() ? 1 : lines.back().epoch;
  std::string svg =
      "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 740 500' font-family='sans-serif' font-size='13'>\n"
      "<rect width='740' height='500' fill='white'/>\n";
  svg += Plot(40, last).Draw("loss", "#1f77b4", losses, 0, std::max(highest, 1e-9));
  svg += Plot(270, last).Draw(quality + " on the validation photos", "#d62728", qualities, 0, 1);
  svg += fmt::format("<text x='70' y='475'>0</text>\n<text x='710' y='475' text-anchor='end'>{:.3g} epochs</text>\n",
                     last);
  return core::WriteWholeFile(file, svg + "</svg>\n");
}

}  // namespace godwit::training

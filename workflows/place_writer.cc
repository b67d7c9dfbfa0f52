#include "workflows/place_writer.h"

#include <array>
#include <chrono>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace godwit::workflows {
namespace {

// "2018-07-25T16:34:23", and behind it the offset from UTC where it is known.
std::string TimeText(const core::PhotoTime& time) {
  const std::chrono::sys_seconds local{std::chrono::seconds(time.local_s)};
  std::string text = fmt::format("{:%Y-%m-%dT%H:%M:%S}", local);
  if (time.utc_offset_s) {
    const int minutes = std::abs(*time.utc_offset_s) / 60;
    text += fmt::format("{}{:02}:{:02}", *time.utc_offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
  }
  return text;
}

// What whoever gets the file can read in it, by name.
std::vector<std::pair<std::string, std::string>> Revealed(const core::PhotoFacts& facts) {
  std::vector<std::pair<std::string, std::string>> revealed;
  if (facts.gps.position) {
    revealed.emplace_back("gps",
                          fmt::format("{:.6f}, {:.6f}", facts.gps.position->lat_deg, facts.gps.position->lon_deg));
  }
  if (facts.taken) {
    revealed.emplace_back("taken", TimeText(*facts.taken));
  }
  for (const auto& [name, text] : {std::pair("camera", &facts.camera), std::pair("camera_serial", &facts.camera_serial),
                                   std::pair("lens_serial", &facts.lens_serial), std::pair("owner", &facts.owner),
                                   std::pair("artist", &facts.artist)}) {
    if (!text->empty()) {
      revealed.emplace_back(name, *text);
    }
  }
  return revealed;
}

Json RevealedJson(const core::PhotoFacts& facts) {
  Json json = Json::object();
  for (const auto& [name, text] : Revealed(facts)) {
    json[name] = text;
  }
  return json;
}

template <typename Number>
Json OrNull(const std::optional<Number>& number) {
  return number ? Json(*number) : Json(nullptr);
}

// Text of XML: escaped, UTF-8, and without the control characters that XML has no way to write.
std::string XmlText(const std::string& text) {
  const std::string utf8 = Json::parse(Dump(Json(text))).get<std::string>();
  std::string xml;
  for (const char c : utf8) {
    switch (c) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      default:
        xml += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return xml;
}

std::string Sentence(const ImagePlace& result) {
  switch (result.source) {
    case PlaceSource::kExif:
      return "as its GPS says";
    case PlaceSource::kPredicted:
      return fmt::format("a guess: within {:.3g} km with 90 percent probability", result.radius_km.value_or(0));
    case PlaceSource::kAbstained:
      break;
  }
  return result.confidence
             ? fmt::format("no guess: the best would be right with {:.0f} percent", *result.confidence * 100)
             : "no guess";
}

class PlaceTextWriter : public ResultWriter<ImagePlace> {
 public:
  explicit PlaceTextWriter(std::ostream& out) : out_(out) {}

  core::Result<> Add(const ImagePlace& result) override {
    if (!result.error.empty()) {
      return {};  // errors are reported apart
    }
    out_ << result.path.string() << '\n' << "  ";
    if (result.position) {
      out_ << fmt::format("{:.5f}, {:.5f}  ", result.position->lat_deg, result.position->lon_deg);
    }
    out_ << Sentence(result) << '\n';
    if (!result.facts.gps.problem.empty()) {
      out_ << "  " << result.facts.gps.problem << '\n';
    }
    for (const CellProbability& cell : result.cells) {
      out_ << fmt::format("  {:>5.1f}%  {:<12} {:.3f}, {:.3f}\n", cell.probability * 100, cell.token,
                          cell.position.lat_deg, cell.position.lon_deg);
    }
    if (result.reveal) {
      for (const auto& [name, text] : Revealed(result.facts)) {
        out_ << fmt::format("  gives away {}: {}\n", name, text);
      }
    }
    out_.flush();
    return {};
  }
  core::Result<> Finish(const ImagesReport&) override { return {}; }

 private:
  std::ostream& out_;
};

class PlaceCsvWriter : public ResultWriter<ImagePlace> {
 public:
  explicit PlaceCsvWriter(std::ostream& out) : out_(out) {
    out_ << "path,source,lat,lon,radius_km,confidence,cell,cell_probability,note\n";
  }

  core::Result<> Add(const ImagePlace& result) override {
    if (!result.error.empty()) {
      return {};
    }
    out_ << CsvField(result.path.string()) << ',' << Name(result.source) << ',';
    out_ << (result.position ? fmt::format("{:.7f},{:.7f},", result.position->lat_deg, result.position->lon_deg)
                             : ",,");
    out_ << (result.radius_km ? fmt::format("{}", *result.radius_km) : "") << ',';
    out_ << (result.confidence ? fmt::format("{}", *result.confidence) : "") << ',';
    out_ << (result.cells.empty() ? "," : fmt::format("{},{}", result.cells[0].token, result.cells[0].probability));
    out_ << ',' << CsvField(result.facts.gps.problem) << '\n';
    return {};
  }
  core::Result<> Finish(const ImagesReport&) override { return {}; }

 private:
  std::ostream& out_;
};

class GeoJsonWriter : public ResultWriter<ImagePlace> {
 public:
  explicit GeoJsonWriter(std::ostream& out) : out_(out) { out_ << R"({"type":"FeatureCollection","features":[)"; }

  core::Result<> Add(const ImagePlace& result) override {
    if (!result.error.empty()) {
      return {};
    }
    Json geometry(nullptr);
    if (result.position) {
      geometry = {{"type", "Point"}, {"coordinates", {result.position->lon_deg, result.position->lat_deg}}};
    }
    const Json feature{{"type", "Feature"},
                       {"geometry", std::move(geometry)},
                       {"properties",
                        {{"path", result.path.string()},
                         {"source", Name(result.source)},
                         {"radius_km", OrNull(result.radius_km)},
                         {"confidence", OrNull(result.confidence)},
                         {"time", result.facts.taken ? Json(TimeText(*result.facts.taken)) : Json(nullptr)}}}};
    out_ << (first_ ? "\n" : ",\n") << Dump(feature);
    first_ = false;
    return {};
  }
  core::Result<> Finish(const ImagesReport&) override {
    out_ << "\n]}\n";
    return {};
  }

 private:
  std::ostream& out_;
  bool first_ = true;
};

class KmlWriter : public ResultWriter<ImagePlace> {
 public:
  explicit KmlWriter(std::ostream& out) : out_(out) {
    out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n<name>Photos</name>\n";
  }

  core::Result<> Add(const ImagePlace& result) override {
    if (!result.position) {
      return {};
    }
    out_ << fmt::format("<Placemark><name>{}</name><description>{}, {}</description>",
                        XmlText(result.path.filename().string()), XmlText(result.path.string()), Sentence(result));
    if (result.facts.taken) {
      out_ << fmt::format("<TimeStamp><when>{}</when></TimeStamp>", TimeText(*result.facts.taken));
    }
    out_ << fmt::format("<Point><coordinates>{:.7f},{:.7f}</coordinates></Point></Placemark>\n",
                        result.position->lon_deg, result.position->lat_deg);
    return {};
  }
  core::Result<> Finish(const ImagesReport&) override {
    out_ << "</Document>\n</kml>\n";
    return {};
  }

 private:
  std::ostream& out_;
};

class GpxWriter : public ResultWriter<ImagePlace> {
 public:
  explicit GpxWriter(std::ostream& out) : out_(out) {
    out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<gpx version=\"1.1\" creator=\"Godwit\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n";
  }

  core::Result<> Add(const ImagePlace& result) override {
    if (!result.position) {
      return {};
    }
    // 180 degrees east is west to GPX: longitudes are below 180.
    const double lon = result.position->lon_deg >= 180 ? -180 : result.position->lon_deg;
    out_ << fmt::format("<wpt lat=\"{:.7f}\" lon=\"{:.7f}\">", result.position->lat_deg, lon);
    if (const auto& taken = result.facts.taken; taken && taken->utc_offset_s) {
      out_ << fmt::format("<time>{}Z</time>", TimeText({.local_s = taken->local_s - *taken->utc_offset_s}));
    }
    out_ << fmt::format("<name>{}</name><desc>{}, {}</desc></wpt>\n", XmlText(result.path.filename().string()),
                        XmlText(result.path.string()), Sentence(result));
    return {};
  }
  core::Result<> Finish(const ImagesReport&) override {
    out_ << "</gpx>\n";
    return {};
  }

 private:
  std::ostream& out_;
};

}  // namespace

std::optional<PlaceFormat> ParsePlaceFormat(std::string_view name) {
  for (const auto& [known, format] : {std::pair("text", PlaceFormat::kText), std::pair("json", PlaceFormat::kJson),
                                      std::pair("jsonl", PlaceFormat::kJsonl), std::pair("csv", PlaceFormat::kCsv),
                                      std::pair("geojson", PlaceFormat::kGeoJson), std::pair("kml", PlaceFormat::kKml),
                                      std::pair("gpx", PlaceFormat::kGpx)}) {
    if (name == known) {
      return format;
    }
  }
  return std::nullopt;
}

Json ToJson(const ImagePlace& result) {
  Json cells = Json::array();
  for (const CellProbability& cell : result.cells) {
    cells.push_back({{"token", cell.token},
                     {"lat", cell.position.lat_deg},
                     {"lon", cell.position.lon_deg},
                     {"probability", cell.probability}});
  }
  Json json{{"path", result.path.string()},
            {"source", Name(result.source)},
            {"lat", result.position ? Json(result.position->lat_deg) : Json(nullptr)},
            {"lon", result.position ? Json(result.position->lon_deg) : Json(nullptr)},
            {"radius_km", OrNull(result.radius_km)},
            {"confidence", OrNull(result.confidence)},
            {"place", nullptr},
            {"cells", std::move(cells)}};
  if (!result.facts.gps.problem.empty()) {
    json["note"] = result.facts.gps.problem;
  }
  if (result.reveal) {
    json["reveals"] = RevealedJson(result.facts);
  }
  return json;
}

std::unique_ptr<ResultWriter<ImagePlace>> MakePlaceWriter(PlaceFormat format, const core::ModelCard& card,
                                                          std::ostream& out) {
  switch (format) {
    case PlaceFormat::kJson:
      return std::make_unique<JsonWriter<ImagePlace>>("locate", card, out);
    case PlaceFormat::kJsonl:
      return std::make_unique<JsonlWriter<ImagePlace>>(out);
    case PlaceFormat::kCsv:
      return std::make_unique<PlaceCsvWriter>(out);
    case PlaceFormat::kGeoJson:
      return std::make_unique<GeoJsonWriter>(out);
    case PlaceFormat::kKml:
      return std::make_unique<KmlWriter>(out);
    case PlaceFormat::kGpx:
      return std::make_unique<GpxWriter>(out);
    case PlaceFormat::kText:
      break;
  }
  return std::make_unique<PlaceTextWriter>(out);
}

}  // namespace godwit::workflows

#include "workflows/result_writer.h"

#include <utility>

namespace godwit::workflows {

std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json ToJson(const core::InputError& error) { return {{"path", error.path}, {"error", error.error}}; }

Json ToJson(const std::vector<core::InputError>& errors) {
  Json list = Json::array();
  for (const core::InputError& error : errors) {
    list.push_back(ToJson(error));
  }
  return list;
}

Json ModelToJson(const core::ModelCard& card) {
  return {{"id", card.id}, {"sha256", card.sha256}, {"alpha", card.alpha}, {"input", card.input_width}};
}

Json ImageToJson(const ImageResult& result) {
  return {{"path", result.path.string()}, {"width", result.width}, {"height", result.height}};
}

Json TimesToJson(const StageTimes& times) {
  return {{"decode", times.decode_ms},
          {"preprocess", times.preprocess_ms},
          {"network", times.network_ms},
          {"postprocess", times.postprocess_ms}};
}

JsonReport::JsonReport(const Json& head, std::ostream& out) : out_(out) {
  out_ << '{';
  for (const auto& [name, value] : head.items()) {
    out_ << Dump(name) << ':' << Dump(value) << ',';
  }
  out_ << R"("images":[)";
}

void JsonReport::Add(const Json& image) { out_ << (std::exchange(first_, false) ? "\n" : ",\n") << Dump(image); }

void JsonReport::Finish(const Json& errors) { out_ << "\n],\"errors\":" << Dump(errors) << "}\n"; }

std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') {
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace godwit::workflows

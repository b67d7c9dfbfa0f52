#include "core/weights/option_json.h"

#include <optional>

namespace godwit::core {
namespace {

std::optional<std::filesystem::path> PathOf(const nlohmann::json& json) {
  if (json.is_string()) {
    return json.get<std::string>();
  }
  const bool known = json.is_object() && json.size() == 1 && json.contains("bytes") && json["bytes"].is_array();
  if (!known) {
    return std::nullopt;
  }
  std::string path;
  for (const auto& byte : json["bytes"]) {
    if (!byte.is_number_unsigned() || byte.get<std::uint64_t>() > 0xFF) {
      return std::nullopt;
    }
    path += static_cast<char>(byte.get<std::uint64_t>());
  }
  return path;
}

}  // namespace

nlohmann::ordered_json PathsToJson(const std::vector<std::filesystem::path>& paths) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const std::filesystem::path& path : paths) {
    try {
      (void)Json(path.string()).dump();
      list.push_back(path.string());
    } catch (const Json::type_error&) {
      list.push_back({{"bytes", Json::array()}});
      for (const char byte : path.string()) {
        list.back()["bytes"].push_back(static_cast<unsigned char>(byte));
      }
    }
  }
  return list;
}

bool OptionReader::TakePath(const std::string& name, std::filesystem::path& path) {
  const auto entry = json_.find(name);
  auto taken = entry == json_.end() ? std::nullopt : PathOf(*entry);
  if (!taken) {
    return Complain(name, "is no path");
  }
  path = *std::move(taken);
  json_.erase(entry);
  return true;
}

bool OptionReader::TakePaths(const std::string& name, std::vector<std::filesystem::path>& paths) {
  const auto entry = json_.find(name);
  if (entry == json_.end() || !entry->is_array()) {
    return Complain(name, "is no list of paths");
  }
  for (const auto& element : *entry) {
    auto path = PathOf(element);
    if (!path) {
      return Complain(name, "is no list of paths");
    }
    paths.push_back(*std::move(path));
  }
  json_.erase(entry);
  return true;
}

bool OptionReader::TakeTexts(const std::string& name, std::vector<std::string>& texts) {
  const auto entry = json_.find(name);
  if (entry == json_.end() || !entry->is_array() ||
      !std::ranges::all_of(*entry, [](const auto& element) { return element.is_string(); })) {
    return Complain(name, "is no list of texts");
  }
  texts = entry->get<std::vector<std::string>>();
  json_.erase(entry);
  return true;
}

bool OptionReader::TakeObject(const std::string& name, nlohmann::json& object) {
  const auto entry = json_.find(name);
  if (entry == json_.end()) {
    return Complain(name, "is missing");
  }
  if (!entry->is_object() && !entry->is_null()) {
    return Complain(name, "is of another kind");
  }
  object = std::move(*entry);
  json_.erase(entry);
  return true;
}

bool OptionReader::Complain(const std::string& name, const std::string& what) {
  if (problem_.empty()) {
    problem_ = fmt::format("{}{} {}", place_, name, what);
  }
  return false;
}

void OptionReader::RefuseTheRest() {
  if (!json_.empty()) {
    Complain(json_.begin().key(), "is not known");
  }
}

}  // namespace godwit::core

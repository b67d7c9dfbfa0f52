#include "core/weights/strict_json.h"

#include <set>
#include <string>
#include <vector>

namespace godwit::core {
namespace {

using nlohmann::json;

// Leaves the parser at the first offence, so that nothing more is built.
struct Refused {
  std::string reason;
};

class Guard {
 public:
  explicit Guard(int max_depth) : max_depth_(max_depth) {}

  bool operator()(int depth, json::parse_event_t event, json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
        keys_.emplace_back();
        [[fallthrough]];
      case json::parse_event_t::array_start:
        if (depth >= max_depth_) {
          throw Refused{fmt::format("nested deeper than {} levels", max_depth_)};
        }
        break;
      case json::parse_event_t::object_end:
        keys_.pop_back();
        break;
      case json::parse_event_t::key:
        if (!keys_.back().insert(parsed.get<std::string>()).second) {
          throw Refused{fmt::format("the entry \"{}\" stands there twice", parsed.get_ref<const std::string&>())};
        }
        break;
      default:
        break;
    }
    return true;
  }

 private:
  int max_depth_;
  std::vector<std::set<std::string>> keys_;  // of the open objects, outermost first
};

}  // namespace

Result<json> ParseStrictJson(std::string_view text, std::string_view name, int max_depth) {
  try {
    Guard guard(max_depth);
    return json::parse(
        text, [&guard](int depth, json::parse_event_t event, json& parsed) { return guard(depth, event, parsed); });
  } catch (const Refused& refused) {
    return Fail(ErrorKind::kModel, "{}: damaged JSON: {}", name, refused.reason);
  } catch (const json::parse_error& error) {
    return Fail(ErrorKind::kModel, "{}: not valid JSON (at byte {})", name, error.byte);
  } catch (const json::exception&) {
    return Fail(ErrorKind::kModel, "{}: not valid JSON (a number is out of range)", name);
  }
}

}  // namespace godwit::core

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
  Guard(int max_depth, std::string_view left_out) : max_depth_(max_depth), left_out_(left_out) {}

  // Whether to keep what was parsed. The end of an object that is not kept is never told, so depths say which are open.
  bool operator()(int depth, json::parse_event_t event, json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
      case json::parse_event_t::array_start:
        if (depth >= max_depth_) {
          throw Refused{fmt::format("nested deeper than {} levels", max_depth_)};
        }
        keys_.resize(static_cast<std::size_t>(depth));
        keys_.emplace_back();
        return true;
      case json::parse_event_t::key: {
        const auto& key = parsed.get_ref<const std::string&>();
        if (!keys_[static_cast<std::size_t>(depth) - 1].insert(key).second) {
          throw Refused{fmt::format("the entry \"{}\" stands there twice", key)};
        }
        return left_out_.empty() || key != left_out_;
      }
      default:
        return true;
    }
  }

 private:
  int max_depth_;
  std::string_view left_out_;
  std::vector<std::set<std::string>> keys_;  // so far, of the open objects (and arrays, which have none) by depth
};

}  // namespace

Result<json> ParseStrictJson(std::string_view text, std::string_view name, int max_depth, std::string_view left_out) {
  try {
    Guard guard(max_depth, left_out);
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

#include "tests/ui/fake_photo_source.h"

#include <algorithm>
#include <memory>
#include <string>

namespace godwit::tests {

detection::Detection MakeDetection(int class_id, float score, const detection::PixelBox& box) {
  return {.label = class_id == 1 ? "person" : "dog", .class_id = class_id, .score = score, .box = box};
}

ui::Picture MakePicture(int width, int height, int decoded_width) {
  auto photo = std::make_shared<core::Photo>();
  const int pixels_wide = decoded_width > 0 ? decoded_width : width;
  photo->image.Reset(pixels_wide, std::max(1, height * pixels_wide / width));
  std::fill_n(photo->image.data(), photo->image.bytes(), std::uint8_t{128});
  photo->width = width;
  photo->height = height;
  return ui::Picture::Create(std::move(photo));
}

// As PhotoHeads does it, with models of any id.
void FakePhotoSource::SetUp(const ui::SetupRequest& request) {
  NoteThread();
  const std::scoped_lock lock(mutex_);
  setups_.push_back(request);
  const bool all =
      request.setup.threads != last_setup_.threads || request.setup.instruction_set != last_setup_.instruction_set;
  report_.errors = {};
  for (const ui::Head head : ui::kHeads) {
    const auto& wanted = request.setup.models[head];
    if (!wanted) {
      report_.in_use[head].reset();
    } else if (!has_model) {
      report_.errors[head] = {core::ErrorKind::kModel, "no model '" + wanted->id + "'"};
    } else if (all || !report_.in_use[head] || wanted != last_setup_.models[head]) {
      report_.in_use[head] = {.id = wanted->id,
                              .card = std::make_shared<core::ModelCard>(
                                  core::ModelCard{.id = wanted->id, .labels = {{1, "person"}, {2, "dog"}}}),
                              .input = wanted->input == 0 ? 300 : wanted->input,
                              .setup = static_cast<std::int64_t>(request.id)};
    }
  }
  last_setup_ = request.setup;
  if (!request.stop.stop_requested()) {
    emit SetUpDone(request.id, report_);
  }
}

std::vector<ui::SetupRequest> FakePhotoSource::setups() const {
  const std::scoped_lock lock(mutex_);
  return setups_;
}

void FakePhotoSource::List(quint64 id, const std::vector<std::filesystem::path>& paths) {
  NoteThread();
  emit Listed(id, core::ListImages(paths));
}

void FakePhotoSource::Load(const ui::PhotoRequest& request) {
  NoteThread();
  const std::scoped_lock lock(mutex_);
  requests_.push_back(request);
}

std::vector<ui::PhotoRequest> FakePhotoSource::requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

ui::PhotoRequest FakePhotoSource::RequestFor(const std::string& file_name) const {
  const std::scoped_lock lock(mutex_);
  const auto found = std::find_if(requests_.rbegin(), requests_.rend(), [&](const ui::PhotoRequest& request) {
    return request.path.filename() == file_name;
  });
  return found == requests_.rend() ? ui::PhotoRequest{} : *found;
}

std::set<QThread*> FakePhotoSource::threads() const {
  const std::scoped_lock lock(mutex_);
  return threads_;
}

void FakePhotoSource::NoteThread() {
  const std::scoped_lock lock(mutex_);
  threads_.insert(QThread::currentThread());
}

}  // namespace godwit::tests

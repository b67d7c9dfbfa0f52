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

void FakePhotoSource::LoadModel(const ui::ModelChoice& choice) {
  NoteThread();
  if (has_model) {
    emit ModelReady(
        {QString::fromStdString(choice.id),
         QStringLiteral("MIT"),
         {},
         std::make_shared<core::ModelCard>(core::ModelCard{.id = choice.id, .labels = {{1, "person"}, {2, "dog"}}})});
  } else {
    emit ModelFailed({core::ErrorKind::kModel, "no model '" + choice.id + "'"});
  }
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

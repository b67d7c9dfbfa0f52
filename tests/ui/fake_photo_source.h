// A source of made-up photos that answers when a test says so.
#pragma once

#include <atomic>
#include <mutex>
#include <set>
#include <vector>

#include <QThread>

#include "ui/photo_source.h"

namespace godwit::tests {

// A detection without network: class 1 is "person", 2 "dog".
detection::Detection MakeDetection(int class_id, float score, const detection::PixelBox& box);

// A grey photo. `decoded_width` below `width` makes a preview of it.
ui::Picture MakePicture(int width, int height, int decoded_width = 0);

class FakePhotoSource : public ui::PhotoSource {
  Q_OBJECT

 public:
  void SetUp(const godwit::ui::SetupRequest& request) override;
  void List(quint64 id, const std::vector<std::filesystem::path>& paths) override;
  void Load(const godwit::ui::PhotoRequest& request) override;

  // The setups so far. Thread-safe, as what follows.
  [[nodiscard]] std::vector<ui::SetupRequest> setups() const;
  // The requests so far.
  [[nodiscard]] std::vector<ui::PhotoRequest> requests() const;
  // The last request for a file of that name; its id is 0 where there was none.
  [[nodiscard]] ui::PhotoRequest RequestFor(const std::string& file_name) const;
  // The threads that the source was called on.
  [[nodiscard]] std::set<QThread*> threads() const;

  std::atomic<bool> has_model = true;  // whether setups succeed

 private:
  void NoteThread();

  mutable std::mutex mutex_;
  std::vector<ui::SetupRequest> setups_;
  std::vector<ui::PhotoRequest> requests_;
  workflows::HeadsSetup last_setup_;
  workflows::HeadsReport report_;
  std::set<QThread*> threads_;
};

}  // namespace godwit::tests

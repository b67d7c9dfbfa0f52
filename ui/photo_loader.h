// The source of real photos: files, decoded and looked at by the heads.
#pragma once

#include <memory>

#include "ui/photo_source.h"

namespace godwit::ui {

// Results are those of the command line: the same decoding, the same networks. A photo is decoded once for all heads.
class PhotoLoader : public PhotoSource {
  Q_OBJECT

 public:
  void SetUp(const godwit::ui::SetupRequest& request) override;
  void List(quint64 id, const std::vector<std::filesystem::path>& paths) override;
  void Load(const godwit::ui::PhotoRequest& request) override;

 private:
  static core::Result<std::shared_ptr<const core::Photo>> Decode(const PhotoRequest& request,
                                                                 const core::DecodeOptions& options);
  core::Result<> Answer(const PhotoRequest& request);
  void Look(const PhotoRequest& request, const core::Photo& photo, double decode_ms);

  workflows::PhotoHeads heads_;
};

}  // namespace godwit::ui

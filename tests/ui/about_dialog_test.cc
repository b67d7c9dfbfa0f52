#include "ui/about_dialog.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QLabel>
#include <QTest>
#include <QTextBrowser>

namespace godwit::ui {
namespace {

using testing::HasSubstr;
using testing::Not;

workflows::InstalledModel Model(const std::string& id, const std::string& licence, const std::string& source) {
  workflows::InstalledModel model{.id = id};
  model.card.licence = licence;
  model.card.source = source;
  return model;
}

std::string LicencesOf(const AboutDialog& dialog) {
  return dialog.findChild<QTextBrowser*>()->toPlainText().toStdString();
}

TEST(AboutDialog, NamesVersionAndLicence) {
  const AboutDialog dialog({});
  std::string said;
  for (const QLabel* label : dialog.findChildren<QLabel*>()) {
    said += label->text().toStdString() + "\n";
  }
  EXPECT_THAT(said, HasSubstr(GODWIT_VERSION));
  EXPECT_THAT(said, HasSubstr("Apache License 2.0"));
  EXPECT_THAT(LicencesOf(dialog), HasSubstr("Qt 6"));
  EXPECT_THAT(LicencesOf(dialog), Not(HasSubstr("Models")));
}

TEST(AboutDialog, NamesTheLicencesOfModelsAsTheyAreWritten) {
  std::vector<workflows::InstalledModel> models{Model("mine", "<b>my own & nobody's</b>", "my photos"),
                                                Model("faces", "MIT", "npm"), Model("gone", "secret", "")};
  models.back().error = "gone.safetensors: cut off";
  const AboutDialog dialog(models);
  EXPECT_THAT(LicencesOf(dialog), HasSubstr("<b>my own & nobody's</b>"));
  EXPECT_THAT(LicencesOf(dialog), HasSubstr("my photos"));
  EXPECT_THAT(LicencesOf(dialog), HasSubstr("faces"));
  EXPECT_THAT(LicencesOf(dialog), Not(HasSubstr("secret"))) << "a damaged model's card cannot be trusted";
}

TEST(AboutDialog, ClosesByKey) {
  AboutDialog dialog({});
  dialog.show();
  QTest::keyClick(&dialog, Qt::Key_Escape);
  EXPECT_FALSE(dialog.isVisible());
}

}  // namespace
}  // namespace godwit::ui

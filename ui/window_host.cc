#include "ui/window_host.h"

#include <algorithm>
#include <utility>

#include <QGuiApplication>
#include <QTimer>

#include "ui/background_job.h"

namespace godwit::ui {
namespace {

constexpr int kLookAgainMs = 500;

// The photos that a window looks through, for another one.
void Reopen(const PhotoSession& before, MainWindow& window) {
  std::vector<std::filesystem::path> paths;
  for (const std::filesystem::path& path : before.paths()) {
    // Pictures that were pasted are gone with the window they were pasted into.
    if (std::error_code error; std::filesystem::exists(path, error)) {
      paths.push_back(path);
    }
  }
  if (before.index() < 0 || paths.empty()) {
    return;
  }
  PhotoSession& session = window.viewer().session();
  const std::filesystem::path shown = before.paths()[static_cast<std::size_t>(before.index())];
  QObject::connect(
      &session, &PhotoSession::PositionChanged, &session,
      [&session, shown] {
        const auto& list = session.paths();
        session.GoTo(static_cast<int>(std::ranges::find(list, shown) - list.begin()));
      },
      static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
  session.Open(paths);
}

}  // namespace

WindowHost::WindowHost(Make make, QSettings* settings, QObject* parent) : QObject(parent), make_(std::move(make)) {
  translation_.Use(settings->value(QStringLiteral("language")).toString());
  window_ = make_();
  Show();
}

WindowHost::~WindowHost() = default;

void WindowHost::Show() {
  connect(&window_->preferences(), &Preferences::Changed, this, [this](const PreferenceValues& before) {
    // Not within the signal, which comes from a widget of the window.
    if (before.language != window_->preferences().values().language && !std::exchange(is_due_, true)) {
      QTimer::singleShot(0, this, &WindowHost::MakeAnew);
    }
  });
  window_->show();
}

void WindowHost::MakeAnew() {
  if (BackgroundJob::count_running() > 0) {
    QTimer::singleShot(kLookAgainMs, this, &WindowHost::MakeAnew);
    return;
  }
  is_due_ = false;
  // For a moment there is no window, which is no reason to quit.
  QGuiApplication::setQuitOnLastWindowClosed(false);
  if (window_->close()) {  // keeps what it keeps
    const std::unique_ptr<MainWindow> before = std::move(window_);
    translation_.Use(before->preferences().values().language);
    window_ = make_();
    window_->ShowPageAt(before->page_index());
    Reopen(before->viewer().session(), *window_);
    Show();
  }
  QGuiApplication::setQuitOnLastWindowClosed(true);
}

}  // namespace godwit::ui

#include "ui/background_job.h"

#include <exception>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/check.h"

namespace godwit::ui {

// What the worker said and the window has not heard yet. However fast the worker talks, one event is under way.
struct BackgroundJob::Outbox {
  struct State {
    qint64 done = 0;
    qint64 total = 0;
    QString item;
  };

  std::mutex mutex;
  bool posted = false;
  std::optional<State> state;
  std::vector<std::pair<core::LogLevel, QString>> lines;
  std::optional<core::Result<>> result;
};

int BackgroundJob::count_running_ = 0;

BackgroundJob::BackgroundJob(QObject* parent) : QObject(parent) {}

BackgroundJob::~BackgroundJob() {
  Cancel();
  if (thread_) {
    Join();
  }
}

void BackgroundJob::Join() {
  thread_->wait();
  thread_.reset();
  --count_running_;
}

void BackgroundJob::Start(Work work) {
  core::Check(!is_running(), "one piece of work at a time");
  stop_ = {};
  outbox_ = std::make_shared<Outbox>();
  // Called on the worker, with the outbox locked.
  const auto post = [this, outbox = outbox_] {
    if (!std::exchange(outbox->posted, true)) {
      QMetaObject::invokeMethod(this, &BackgroundJob::Deliver, Qt::QueuedConnection);
    }
  };
  const auto text = [](std::string_view view) {
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
  };
  core::JobContext context{.stop = stop_.get_token(),
                           .progress =
                               [=, outbox = outbox_](const core::Progress& state) {
                                 const std::scoped_lock lock(outbox->mutex);
                                 outbox->state = {state.done, state.total, text(state.item)};
                                 post();
                               },
                           .log =
                               [=, outbox = outbox_](core::LogLevel level, std::string_view line) {
                                 const std::scoped_lock lock(outbox->mutex);
                                 outbox->lines.emplace_back(level, text(line));
                                 post();
                               }};
  thread_.reset(QThread::create([=, work = std::move(work), context = std::move(context), outbox = outbox_] {
    core::Result<> result;
    try {
      result = work(context);
    } catch (const std::exception& failure) {
      result = core::Fail(core::ErrorKind::kInput, "{}", failure.what());
    }
    const std::scoped_lock lock(outbox->mutex);
    outbox->result = std::move(result);
    post();
  }));
  thread_->start();
  ++count_running_;
}

void BackgroundJob::Deliver() {
  Outbox news;
  {
    const std::scoped_lock lock(outbox_->mutex);
    outbox_->posted = false;
    news.state = std::exchange(outbox_->state, std::nullopt);
    news.lines = std::exchange(outbox_->lines, {});
    news.result = std::exchange(outbox_->result, std::nullopt);
  }
  for (const auto& [level, line] : news.lines) {
    emit Logged(level, line);
  }
  if (news.state) {
    emit Progressed(news.state->done, news.state->total, news.state->item);
  }
  if (news.result) {
    Join();
    if (*news.result) {
      emit Succeeded();
    } else {
      emit Failed(news.result->error());
    }
  }
}

}  // namespace godwit::ui

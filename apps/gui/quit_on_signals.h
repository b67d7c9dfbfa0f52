// A program that is asked to end, by a terminal's Ctrl-C or at the end of a session, ends as its window's close button
// ends it: what a person chose is kept, work under way is stopped.
#pragma once

#include <QApplication>

namespace godwit::gui {

// SIGINT, SIGTERM and SIGHUP quit `application` from here on. To be called once.
void QuitOnSignals(QApplication& application);

}  // namespace godwit::gui

#include "ui/about_dialog.h"

#include <array>

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/format.h"

namespace godwit::ui {
namespace {

struct Component {
  const char* name;
  const char* licence;
};

constexpr std::array kComponents{
    Component{"Qt 6", "LGPL-3.0"},
    Component{"Eigen", "MPL-2.0"},
    Component{"oneTBB", "Apache-2.0"},
    Component{"OpenCV (core, imgproc)", "Apache-2.0"},
    Component{"libjpeg-turbo", "IJG and BSD-3-Clause"},
    Component{"libpng", "libpng-2.0"},
    Component{"libwebp", "BSD-3-Clause"},
    Component{"LibTIFF", "libtiff"},
    Component{"libheif", "LGPL-3.0"},
    Component{"libexif", "LGPL-2.1"},
    Component{"stb_image", "MIT or public domain"},
    Component{"{fmt}", "MIT"},
    Component{"nlohmann/json", "MIT"},
    Component{"tl::expected", "CC0-1.0"},
    Component{"OpenSSL (SHA-256)", "Apache-2.0"},
};

QString LicenceTable(const workflows::PerHead<std::optional<workflows::HeadInUse>>& models) {
  const QString row = QStringLiteral("<tr><td style='padding-right:24px'>%1</td><td>%2</td></tr>");
  QString html = QStringLiteral("<p>%1</p><table>").arg(AboutDialog::tr("Godwit stands on:"));
  for (const Component& component : kComponents) {
    html += row.arg(QLatin1String(component.name), QLatin1String(component.licence));
  }
  html += QStringLiteral("</table>");
  for (const auto& model : models.values) {
    if (model) {
      html += QStringLiteral("<p>%1</p><table>").arg(AboutDialog::tr("A model in use:")) +
              row.arg(ToQString(model->id).toHtmlEscaped(), ToQString(model->licence).toHtmlEscaped()) +
              QStringLiteral("</table><p>%1</p>").arg(ToQString(model->source).toHtmlEscaped());
    }
  }
  return html;
}

}  // namespace

AboutDialog::AboutDialog(const workflows::PerHead<std::optional<workflows::HeadInUse>>& models, QWidget* parent)
    : QDialog(parent) {
  setWindowTitle(tr("About Godwit"));
  auto* title = new QLabel(tr("Godwit %1").arg(QStringLiteral(GODWIT_VERSION)), this);
  QFont large = title->font();
  large.setPointSizeF(large.pointSizeF() * 1.6);
  title->setFont(large);
  auto* text = new QLabel(tr("Finds objects on your photos, on your machine. No photo leaves it.\n"
                             "Named after the bar-tailed godwit, a small bird that crosses the globe on a small "
                             "energy budget."),
                          this);
  text->setWordWrap(true);
  auto* licences = new QTextBrowser(this);
  licences->setHtml(LicenceTable(models));
  licences->setAccessibleName(tr("Licences"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(20, 20, 20, 16);
  layout->setSpacing(12);
  layout->addWidget(title);
  layout->addWidget(text);
  layout->addWidget(licences, 1);
  layout->addWidget(buttons);
  QPushButton* close = buttons->button(QDialogButtonBox::Close);
  close->setIcon({});  // the platform's own may be black on dark
  close->setFocus();
  const int line = fontMetrics().height();
  resize(28 * line, 28 * line);
}

}  // namespace godwit::ui

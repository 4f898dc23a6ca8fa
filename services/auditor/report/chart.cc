// Charts as inline SVG: bars over a common base line, a dashed frame where the figure is withheld.
#include <algorithm>

#include "base/markup.h"
#include "base/text.h"
#include "services/auditor/report/html.h"

namespace candor::services::auditor {
namespace {

constexpr std::size_t kWidth = 640;
constexpr std::size_t kHeight = 220;
constexpr std::size_t kLeft = 8;
constexpr std::size_t kTop = 24;
constexpr std::size_t kBase = 190;  // y of the base line
constexpr std::size_t kLabelWidth = 76;
constexpr std::size_t kWidestBar = 72;

std::uint64_t LargestOf(const Chart& chart) {
  std::uint64_t most = 1;
  for (const auto& [label, value] : chart.bars) {
    const auto* number = std::get_if<std::uint64_t>(&value);
    if (number != nullptr) most = std::max(most, *number);
  }
  return most;
}

std::string Text(std::size_t x, std::size_t y, std::string_view text) {
  return Cat("<text x=\"", x, "\" y=\"", y, "\" text-anchor=\"middle\">", MarkupText(text),
             "</text>\n");
}

std::string Rectangle(std::string_view style, std::size_t x, std::size_t width, std::size_t height) {
  return Cat("<rect class=\"", style, "\" x=\"", x, "\" y=\"", kBase - height, "\" width=\"", width,
             "\" height=\"", height, "\"/>\n");
}

}  // namespace

std::string ChartAsSvg(const Chart& chart, std::size_t number) {
  const std::string title = Cat("chart-", number, "-title");
  const std::string description = Cat("chart-", number, "-description");
  std::string out =
      Cat("<svg viewBox=\"0 0 ", kWidth, " ", kHeight, "\" role=\"img\" aria-labelledby=\"", title,
          " ", description, "\">\n<title id=\"", title, "\">", MarkupText(chart.title),
          "</title>\n<desc id=\"", description, "\">", MarkupText(chart.description), "</desc>\n");
  const std::size_t count = std::max<std::size_t>(chart.bars.size(), 1);
  const std::size_t step = std::max<std::size_t>((kWidth - 2 * kLeft) / count, 1);
  const std::size_t width = std::clamp<std::size_t>(step * 6 / 10, 1, kWidestBar);
  // Labels that would touch are left out; the table has all of them.
  const std::size_t every = (kLabelWidth + step - 1) / step;
  const std::uint64_t most = LargestOf(chart);
  for (std::size_t i = 0; i < chart.bars.size(); ++i) {
    const auto& [label, value] = chart.bars[i];
    const std::size_t middle = kLeft + i * step + step / 2;
    const std::size_t x = middle - width / 2;
    const bool labelled = i % every == 0;
    if (const auto* figure = std::get_if<std::uint64_t>(&value)) {
      const std::size_t height = *figure * (kBase - kTop) / most;
      out += Rectangle("bar", x, width, height);
      if (labelled) out += Text(middle, kBase - height - 6, std::to_string(*figure));
    } else {
      out += Rectangle("gap", x, width, 16);
      if (labelled) out += Text(middle, kBase - 22, "withheld");
    }
    if (labelled) out += Text(middle, kBase + 18, label);
  }
  return Cat(out, "<line class=\"axis\" x1=\"", kLeft, "\" y1=\"", kBase, "\" x2=\"", kWidth - kLeft,
             "\" y2=\"", kBase, "\"/>\n</svg>\n");
}

}  // namespace candor::services::auditor

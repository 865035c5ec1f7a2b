// <gw-chart>: one trend as SVG, drawn from JSON; the figures beneath stay readable without it.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { say } from "./words.js";

use([
  AriaComponent, BarChart, GridComponent, LegendComponent, LineChart, MarkLineComponent, SVGRenderer, TooltipComponent,
]);

const COLOURS = ["#1f6fd6", "#2f9e44", "#f59f00", "#d63939", "#7048a8", "#0c8599", "#868e96"];
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';

const shown = (value, data) => {
  if (value == null) return "–";
  return data.percent ? `${(Math.floor(value * 1000 + 1e-9) / 10).toFixed(1)} %` : `${value}${data.unit ? ` ${data.unit}` : ""}`;
};

/** A dotted line that must not be crossed: {value, name}. */
function limit(line) {
  if (line == null) return undefined;
  return {
    silent: true, symbol: "none",
    lineStyle: { color: "#d63939", type: "dashed" },
    label: { formatter: line.name, position: "insideEndTop", color: "#c22f2f" },
    data: [{ yAxis: line.value }],
  };
}

function options(data) {
  const one = data.series.length === 1;
  return {
    color: COLOURS,
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { fontFamily: FONT },
    aria: { enabled: true },
    grid: { left: 12, right: 40, top: one ? 32 : 56, bottom: 8, containLabel: true },
    legend: one ? undefined : { type: "scroll", top: 4, left: 4, right: 8, icon: "roundRect", itemWidth: 12, itemHeight: 8 },
    // richText: a tooltip as HTML would need inline styles, which the content security policy forbids.
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: (value) => shown(value, data) },
    xAxis: { type: "category", data: data.x, axisTick: { show: false }, boundaryGap: data.kind !== "line", axisLabel: { hideOverlap: true, alignMaxLabel: data.kind === "line" ? "right" : undefined } },
    yAxis: {
      type: "value",
      name: data.percent ? "%" : (data.unit ?? ""),
      nameTextStyle: { align: "left" },
      minInterval: data.percent || data.fine ? 0 : 1,
      min: data.low,
      max: data.percent ? 1 : data.high,
      scale: data.low == null && data.fine === true,
      axisLabel: data.percent ? { formatter: (value) => String(Math.round(value * 100)) } : {},
      splitLine: { lineStyle: { color: "#e3e8ef" } },
    },
    series: data.series.map((series, index) => ({
      name: series.name,
      data: series.data,
      type: data.kind === "line" ? "line" : "bar",
      stack: data.kind === "stack" ? "all" : undefined,
      barMaxWidth: 28,
      showSymbol: series.data.length < 32,
      symbolSize: 6,
      lineStyle: { width: 2.5 },
      areaStyle: one && data.kind === "line" ? { opacity: 0.12 } : undefined,
      connectNulls: series.joined === true,
      markLine: index ? undefined : limit(data.limit),
    })),
  };
}

class Chart extends HTMLElement {
  async connectedCallback() {
    this.numbers();
    this.box = document.createElement("div");
    this.box.className = "chart-box";
    this.box.setAttribute("role", "img");
    this.prepend(this.box);
    try {
      this.draw(await this.data());
    } catch {
      this.box.textContent = say("The page could not be loaded.");
    }
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
    this.chart?.dispose();
  }

  /** The table inside the element goes under a fold. */
  numbers() {
    const inside = [...this.childNodes].filter((node) => node.textContent.trim());
    if (!inside.length) return;
    const fold = document.createElement("details");
    const head = document.createElement("summary");
    head.textContent = say("Numbers");
    fold.append(head, ...inside);
    this.replaceChildren(fold);
  }

  async data() {
    if (this.dataset.from) return JSON.parse(document.getElementById(this.dataset.from).textContent);
    const answer = await fetch(this.dataset.src, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  draw(data) {
    if (!data.series?.some((series) => series.data.some((value) => value != null))) {
      this.box.textContent = say("No figures yet.");
      this.box.classList.add("is-empty");
      return;
    }
    this.chart = init(this.box, undefined, { renderer: "svg" });
    this.chart.setOption(options(data));
    this.watcher = new ResizeObserver(() => this.chart.resize());
    this.watcher.observe(this.box);
    if (!data.cutoff) return;
    const foot = document.createElement("small");
    foot.className = "text-secondary chart-foot";
    foot.textContent = say("as of {at}", { at: data.cutoff });
    this.box.after(foot);
  }
}
customElements.define("gw-chart", Chart);

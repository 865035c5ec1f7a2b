// <gw-map>: grids as polygons coloured by a value, each opening its page; a list where no map can be drawn.
import { LngLatBounds, Map as MapLibre, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import { colourOf, legendOf, worstFirst } from "./map-scale.js";
import { listOf } from "./map-list.js";
import { say } from "./words.js";

// Beside this script; the hash that the server may have put into our own name does not matter.
setWorkerUrl(new URL("./map-worker.js", import.meta.url).href);
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

function hasWebGL() {
  try {
    const canvas = document.createElement("canvas");
    return Boolean(canvas.getContext("webgl2"));
  } catch {
    return false;
  }
}

function boundsOf(features) {
  const bounds = new LngLatBounds();
  const walk = (point) => (typeof point[0] === "number" ? bounds.extend(point) : point.forEach(walk));
  for (const { geometry } of features) if (geometry) walk(geometry.coordinates);
  return bounds;
}

function styleOf(collection) {
  const data = { type: "geojson", data: collection, generateId: true };
  const isPoint = ["==", ["geometry-type"], "Point"];
  const isArea = ["any", ["==", ["geometry-type"], "Polygon"], ["==", ["geometry-type"], "MultiPolygon"]];
  const lift = (on, off) => ["case", ["boolean", ["feature-state", "over"], false], on, off];
  return {
    version: 8,
    sources: { grids: data },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#eef2f7" } },
      { id: "areas", type: "fill", source: "grids", filter: isArea, paint: { "fill-color": ["get", "colour"], "fill-opacity": lift(0.95, 0.75) } },
      { id: "edges", type: "line", source: "grids", filter: isArea, paint: { "line-color": lift("#10315c", "#ffffff"), "line-width": lift(2.5, 1) } },
      { id: "points", type: "circle", source: "grids", filter: isPoint, paint: { "circle-color": ["get", "colour"], "circle-radius": lift(9, 7), "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.5 } },
      // Chinese labels and digits come from the fonts of the device; no glyph server.
      { id: "names", type: "symbol", source: "grids", layout: { "text-field": ["get", "name"], "text-size": 12, "text-optional": true }, paint: { "text-color": "#10315c", "text-halo-color": "#ffffff", "text-halo-width": 1.4 } },
    ],
  };
}

class GridMap extends HTMLElement {
  async connectedCallback() {
    this.scale = this.dataset.scale ?? "plain";
    try {
      const answer = await fetch(this.dataset.src, { headers: { Accept: "application/geo+json, application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show(await answer.json());
    } catch {
      this.textContent = say("The page could not be loaded.");
    }
  }

  disconnectedCallback() {
    this.map?.remove();
  }

  show(collection) {
    const features = [...(collection.features ?? [])].sort(worstFirst(this.scale));
    if (!features.length) {
      this.textContent = say("No places to show.");
      return;
    }
    const most = Math.max(1, ...features.map((one) => one.properties.value ?? 0));
    for (const { properties } of features) properties.colour = colourOf(this.scale, properties.value, most);
    const list = listOf(features);
    if (!features.some((one) => one.geometry) || !hasWebGL()) {
      const note = document.createElement("p");
      note.className = "text-secondary";
      note.textContent = features.some((one) => one.geometry) ? say("This device cannot draw the map; here is the list.") : "";
      list.open = true;
      this.replaceChildren(note, list);
      return;
    }
    this.box = document.createElement("div");
    this.box.className = "map-box";
    this.box.setAttribute("aria-label", say("Map of the grids"));
    this.bubble = document.createElement("output");
    this.bubble.className = "map-bubble";
    this.bubble.hidden = true;
    const frame = document.createElement("div");
    frame.className = "map-frame";
    frame.append(this.box, this.bubble, legendOf(this.scale, most, collection.legend));
    this.replaceChildren(frame, list);
    this.draw({ type: "FeatureCollection", features });
  }

  draw(collection) {
    const bounds = boundsOf(collection.features);
    this.map = new MapLibre({ container: this.box, style: styleOf(collection), bounds, fitBoundsOptions: { padding: 28, maxZoom: 15 }, attributionControl: false, dragRotate: false, pitchWithRotate: false, localIdeographFontFamily: FONT, cooperativeGestures: false, locale: { "NavigationControl.ZoomIn": "+", "NavigationControl.ZoomOut": "−" } });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.on("load", () => { this.dataset.ready = ""; });
    for (const layer of ["areas", "points"]) {
      this.map.on("mousemove", layer, (event) => this.over(event));
      this.map.on("mouseleave", layer, () => this.out());
      this.map.on("click", layer, (event) => this.open(event.features[0].properties));
    }
  }

  over({ features: [feature], point }) {
    this.out();
    this.overId = feature.id;
    this.map.setFeatureState({ source: "grids", id: feature.id }, { over: true });
    const { name, text } = feature.properties;
    this.bubble.textContent = [name, text].filter(Boolean).join(" · ");
    this.bubble.hidden = false;
    this.bubble.style.setProperty("transform", `translate(${Math.round(point.x) + 12}px, ${Math.round(point.y) + 12}px)`);
    this.map.getCanvas().style.cursor = feature.properties.href ? "pointer" : "";
  }

  out() {
    if (this.overId !== undefined) this.map.setFeatureState({ source: "grids", id: this.overId }, { over: false });
    this.overId = undefined;
    this.bubble.hidden = true;
  }

  open({ href }) {
    if (href) window.location.assign(href);
  }
}
customElements.define("gw-map", GridMap);

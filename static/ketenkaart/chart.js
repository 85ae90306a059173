// What lies on the base map: layers on canvas, hover, click, labels, the chosen thing.
// All text from data goes on screen through textContent or fillText, never as HTML.
(function () {
  "use strict";

  const { decode, element, idOf } = ketenkaartParts;
  const glyphs = window.ketenkaartGlyphs;
  const charts = new WeakMap(); // Leaflet map -> Chart
  const REACH = 4; // pixels beside a symbol or line that still hit it
  const PANES = { polygons: 410, water: 415, outlines: 417, lines: 420, names: 425, points: 430, labels: 440 };
  // Symbols shrink with the map, else a city seen whole is one heap of them.
  const SIGN = 9; // pixels high, in an area at least so many wide
  const STRIPES = 8; // pixels between the stripes of an area
  const SIGN_ROOM = 22;
  const TINT = 0.1; // of an area; one that is fainter hides no river
  const FAINT = 0.5; // of what is many, seen from afar
  const HOUSES = ["hub", "sector"]; // both are a building
  const IN_HOUSE = ["hub", "sector", "tenant"];
  const TWICE = "twice:"; // as pages/widgets/compared.py reads it
  const MOST_OTHERS = 100; // beside what was clicked; who wants more has the table
  const NONE = Object.freeze([]);
  const MOST_EDGE = 30; // names at the edge of areas in one picture, the strongest first; more hide the map
  // Pixels: the text of a card, what stands left of it and above it, its own edges.
  const CARD = { most: 320, tools: 54, above: 84, edges: 34 };
  const LONGEST_NAME = 34; // letters on the map; the tip has all of it
  const SHORT_NAME = 18; // where nothing longer has a free place
  const HALO = 2; // pixels of light round a name
  const SCALES = { 8: 0.35, 9: 0.4, 10: 0.45, 11: 0.52, 12: 0.65, 13: 0.8 };

  function scaleAt(zoom) {
    const step = Math.floor(zoom);
    if (step >= 16) return 1.4; // near by there is room, and letters in the symbols are read
    return step >= 14 ? 1 : SCALES[Math.max(step, 8)];
  }

  // Longitude and latitude to the unit square of Web Mercator.
  function mercator(lon, lat) {
    const sin = Math.sin((lat * Math.PI) / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
  }

  // A run of whole numbers, each the step from the one before, to unit-square coordinates.
  function path(run, unit) {
    const flat = new Float64Array(run.length);
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < run.length; i += 2) {
      lon += run[i];
      lat += run[i + 1];
      const at = mercator(lon / unit, lat / unit);
      flat[i] = at[0];
      flat[i + 1] = at[1];
    }
    return flat;
  }

  function boxOf(paths) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    paths.forEach(function (flat) {
      for (let i = 0; i < flat.length; i += 2) {
        box[0] = Math.min(box[0], flat[i]);
        box[1] = Math.min(box[1], flat[i + 1]);
        box[2] = Math.max(box[2], flat[i]);
        box[3] = Math.max(box[3], flat[i + 1]);
      }
    });
    return box;
  }

  // Turn the content of one layer (layers/web/embedding.py) into features with coordinates.
  function readLayer(content) {
    const words = content.words;
    const text = function (name, i) { return words[content.columns[name][i]]; };
    const features = content.geometry.map(function (shape, i) {
      const feature = {
        ref: text("ref", i), label: text("label", i), tip: text("tip", i),
        colour: text("colour", i), stroke: "stroke" in content.columns ? text("stroke", i) : "",
        hatch: "hatch" in content.columns ? text("hatch", i) : "",
        size: content.size[i], letter: "letter" in content.columns ? text("letter", i) : "",
        card: content.card[i].map(function (number) { return words[number]; }),
      };
      if (content.kind === "points") {
        feature.at = mercator(shape[0] / content.unit, shape[1] / content.unit);
        feature.shape = text("shape", i);
        feature.parts = content.parts[i] && content.parts[i].map(function (part) {
          return [words[part[0]], part[1], words[part[2]]];
        });
      } else {
        feature.paths = shape.map(function (run) { return path(run, content.unit); });
        feature.box = boxOf(feature.paths);
        feature.dash = text("dash", i).split(/[ ,]+/).filter(Boolean).map(Number);
        feature.opacity = content.opacity ? content.opacity[i] : 1;
      }
      if (content.letter_at) {
        feature.letterAt = mercator(
          content.letter_at[i][0] / content.unit, content.letter_at[i][1] / content.unit);
      }
      if (content.label_at) {
        feature.labelAt = mercator(
          content.label_at[i][0] / content.unit, content.label_at[i][1] / content.unit);
      }
      return feature;
    });
    if (content.kind === "points") features.sort(function (a, b) { return b.size - a.size; });
    return features;
  }

  // ---- one canvas -------------------------------------------------------------------------

  // Leaflet's Renderer moves and scales the canvas with the map; we only draw on it.
  const Sheet = L.Renderer.extend({
    // Room round what is seen, for a hand that drags. All of it is drawn, and composed in each picture.
    options: { padding: 0.1 },

    initialize: function (chart, pane, paint) {
      L.Renderer.prototype.initialize.call(this, { pane: pane });
      this._chart = chart;
      this._paint = paint;
    },

    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.style.pointerEvents = "none";
      this._container.setAttribute("aria-hidden", "true");
    },

    _destroyContainer: function () {
      L.DomUtil.remove(this._container);
      this._container.width = 0; // frees the pixels at once
      delete this._container;
    },

    _updatePaths: function () {},

    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._chart.redrawOnce(this);
    },

    // Make the canvas blank and as large as it has to be; only then it has pixels.
    blank: function () {
      const canvas = this._container;
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      const width = Math.floor(size.x * ratio);
      const height = Math.floor(size.y * ratio);
      const ctx = canvas.getContext("2d");
      if (canvas.width === width && canvas.height === height) {
        ctx.setTransform(1, 0, 0, 1, 0, 0);
        ctx.clearRect(0, 0, width, height);
      } else {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = size.x + "px";
        canvas.style.height = size.y + "px";
      }
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      return ctx;
    },

    redraw: function () {
      if (!this._map || !this._container || !this._bounds) return;
      const ctx = this.blank();
      ctx.lineJoin = "round";
      this._paint(ctx, this._chart.frame(this._bounds.min), this._bounds.getSize());
    },
  });

  // Where the unit square lies on a canvas: x = at[0] * f.scale - f.x
  function onCanvas(frame, at) {
    return [at[0] * frame.scale - frame.x, at[1] * frame.scale - frame.y];
  }

  function tracePaths(ctx, frame, feature, closed) {
    ctx.beginPath();
    feature.paths.forEach(function (flat) {
      for (let i = 0; i < flat.length; i += 2) {
        ctx[i ? "lineTo" : "moveTo"](flat[i] * frame.scale - frame.x, flat[i + 1] * frame.scale - frame.y);
      }
      if (closed) ctx.closePath();
    });
  }

  function visible(frame, size, box) {
    return (
      box[2] * frame.scale - frame.x > -20 && box[0] * frame.scale - frame.x < size.x + 20 &&
      box[3] * frame.scale - frame.y > -20 && box[1] * frame.scale - frame.y < size.y + 20
    );
  }

  // ---- one layer --------------------------------------------------------------------------

  const DataLayer = Sheet.extend({
    initialize: function (chart, content) {
      this.content = content;
      this.all = this.read(content);
      this.features = this.all;
      this.filled = content.kind === "polygons" && this.features.some(function (feature) {
        return feature.colour && feature.opacity > TINT;
      });
      // Water is laid over filled areas, but not over a boundary.
      const pane = content.kind === "polygons" && !this.filled ? "outlines" : content.kind;
      Sheet.prototype.initialize.call(this, chart, "ketenkaart-" + pane, this.paint);
      // streamlit-folium asks a clicked layer for its popup; the answer goes to Python.
      this._popup = { _content: true };
      this.answer = "";
    },

    read: readLayer,

    getPopup: function () {
      const answer = this.answer;
      return { getContent: function () { return { innerText: answer }; } };
    },

    onAdd: function (map) {
      this._chart.join(this);
      if (!this.leaving) Sheet.prototype.onAdd.call(this, map);
      this.leaving = false;
    },

    // Every answer takes all layers away and puts its own there, in one task: one that comes back in
    // it lies as it lay.
    onRemove: function (map) {
      this._chart.leave(this);
      this.leaving = true;
      queueMicrotask(this.go.bind(this, map));
    },

    go: function (map) {
      if (!this.leaving) return;
      this.leaving = false;
      Sheet.prototype.onRemove.call(this, map);
      if (!this.kept) this.all = this.features = []; // streamlit-folium holds on to removed layers
    },

    // A layer of which nothing is drawn from here takes no pixels.
    redraw: function () {
      if (this._container && !this.features.length) this._container.width = 0;
      else Sheet.prototype.redraw.call(this);
    },

    paint: function (ctx, frame, size) {
      if (!this._chart.settled) return; // more layers are coming; drawn together
      const kind = this.content.kind;
      const level = this.content.level;
      ctx.globalAlpha = level && frame.zoom < level.faint_below ? FAINT : 1;
      this.features.forEach(function (feature) {
        if (kind === "points") this.paintPoint(ctx, frame, feature);
        else if (visible(frame, size, feature.box)) this.paintPaths(ctx, frame, feature, kind);
      }, this);
      ctx.globalAlpha = 1;
    },

    paintPoint: function (ctx, frame, feature) {
      const at = this._chart.place(frame, feature);
      glyphs.draw(ctx, this._chart.config.symbols, feature, at[0], at[1], feature.size * frame.glyph);
    },

    paintPaths: function (ctx, frame, feature, kind) {
      tracePaths(ctx, frame, feature, kind === "polygons");
      if (kind === "polygons" && feature.colour) {
        ctx.globalAlpha = feature.opacity;
        ctx.fillStyle = feature.colour;
        ctx.fill("evenodd");
        ctx.globalAlpha = 1;
      }
      if (feature.hatch) this.paintHatch(ctx, frame, feature);
      this.paintStroke(ctx, feature, kind);
      if (feature.letterAt) this.paintSign(ctx, frame, feature);
    },

    // Slanting stripes in an area of which something is not seen; its path is traced already.
    paintHatch: function (ctx, frame, feature) {
      const left = feature.box[0] * frame.scale - frame.x;
      const right = feature.box[2] * frame.scale - frame.x;
      const top = feature.box[1] * frame.scale - frame.y;
      const bottom = feature.box[3] * frame.scale - frame.y;
      ctx.save();
      ctx.clip("evenodd");
      ctx.beginPath();
      for (let x = left - (bottom - top); x < right; x += STRIPES) {
        ctx.moveTo(x, bottom);
        ctx.lineTo(x + (bottom - top), top);
      }
      ctx.lineWidth = 1.6;
      ctx.strokeStyle = feature.hatch;
      ctx.stroke();
      ctx.restore();
      tracePaths(ctx, frame, feature, true);
    },

    // The sign of an area, where the area is wide enough to hold it.
    paintSign: function (ctx, frame, feature) {
      const wide = (feature.box[2] - feature.box[0]) * frame.scale;
      if (wide < SIGN_ROOM) return;
      const at = onCanvas(frame, feature.letterAt);
      glyphs.write(ctx, feature.letter, feature.colour, at[0], at[1], SIGN);
    },

    paintStroke: function (ctx, feature, kind) {
      const stroke = kind === "polygons" ? feature.stroke : feature.colour;
      if (!stroke || !feature.size) return;
      ctx.setLineDash(feature.dash);
      if (kind === "lines") { // a light edge keeps a route apart from the streets under it
        ctx.lineWidth = feature.size + 2.5;
        ctx.strokeStyle = "rgba(255, 255, 255, 0.75)";
        ctx.stroke();
      }
      ctx.lineWidth = feature.size;
      ctx.strokeStyle = stroke;
      ctx.stroke();
      ctx.setLineDash([]);
    },

    hits: function (frame, x, y) {
      const found = [];
      this.features.forEach(function (feature) {
        const distance = this.distance(frame, feature, x, y);
        if (distance <= REACH) found.push({ layer: this, feature: feature, distance: distance });
      }, this);
      return found;
    },

    distance: function (frame, feature, x, y) {
      if (this.content.kind === "points") {
        const at = this._chart.place(frame, feature);
        return Math.hypot(at[0] - x, at[1] - y) - feature.size * frame.glyph;
      }
      const box = feature.box;
      const near = 8;
      if (
        x < box[0] * frame.scale - frame.x - near || x > box[2] * frame.scale - frame.x + near ||
        y < box[1] * frame.scale - frame.y - near || y > box[3] * frame.scale - frame.y + near
      ) return Infinity;
      const area = this.content.kind === "polygons";
      const edge = nearestEdge(frame, feature, x, y, area);
      // A boundary without fill or card, such as a district's, is hit on its line only.
      if (area && (feature.colour || feature.card.length) && edge.inside) return 0;
      return edge.distance - feature.size / 2;
    },
  });

  const CrowdLayer = window.ketenkaartCrowd(DataLayer, mercator);

  function nearestEdge(frame, feature, x, y, closed) {
    let least = Infinity;
    let inside = false;
    feature.paths.forEach(function (flat) {
      const last = flat.length - 2;
      for (let i = closed ? 0 : 2, j = closed ? last : 0; i <= last; j = i, i += 2) {
        const ax = flat[j] * frame.scale - frame.x;
        const ay = flat[j + 1] * frame.scale - frame.y;
        const bx = flat[i] * frame.scale - frame.x;
        const by = flat[i + 1] * frame.scale - frame.y;
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
        const length = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
        const t = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
        least = Math.min(least, Math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y));
      }
    });
    return { distance: least, inside: closed && inside };
  }

  // ---- the whole --------------------------------------------------------------------------

  class Chart {
    constructor(map, config) {
      this.map = map;
      this.config = config;
      this.layers = [];
      this.selected = null; // nobody said yet
      this.settled = false;
      this.waiting = false;
      this.moved = new Set();
      this.left = []; // layers that were taken away in this task
      this.drawn = []; // of each layer what is drawn of it
      this.offsets = new Map();
      this.makePanes();
      // The ground is there before the layers are, and changes apart from them.
      const apart = { redrawOnce: function (sheet) { sheet.redraw(); }, frame: this.frame.bind(this) };
      this.ground = window.ketenkaartGround(map, config, function (pane, paint) { return new Sheet(apart, pane, paint); });
      this.top = new Sheet(this, "ketenkaart-labels", this.paintTop.bind(this));
      this.top.addTo(map);
      this.tip = L.tooltip({ className: "ketenkaart-tip", direction: "top", offset: [0, -8], opacity: 1 });
      this.popup = L.popup({
        className: "ketenkaart-card", minWidth: config.tools ? 120 : 220, maxHeight: 300,
        autoPanPaddingTopLeft: [CARD.tools, CARD.above], // else its words begin under the buttons of the map
      });
      map.on("mousemove", this.hover, this);
      map.on("mouseout movestart zoomstart", this.unhover, this);
      map.on("click", this.click, this);
      // Before Leaflet, which would come nearer, and before the card of the first click, which hears it too.
      map.getContainer().addEventListener("dblclick", this.twice.bind(this), true);
      map.on("resize", this.keepCardInSight, this);
    }

    makePanes() {
      Object.keys(PANES).forEach(function (name) {
        const pane = this.map.createPane("ketenkaart-" + name);
        pane.style.zIndex = PANES[name];
        pane.style.pointerEvents = "none";
      }, this);
    }

    join(layer) {
      this.layers.push(layer);
      this.change();
    }

    leave(layer) {
      this.layers = this.layers.filter(function (other) { return other !== layer; });
      this.left.push(layer);
      this.change();
    }

    // The layer of some content that was taken away in this task; null when there is none.
    back(base64) {
      const layer = this.left.find(function (each) { return each.source === base64; });
      if (!layer) return null;
      this.left.splice(this.left.indexOf(layer), 1);
      Object.values(layer._eventParents || {}).forEach(function (group) { group.removeLayer(layer); });
      return layer;
    }

    select(ref) {
      const before = this.selected;
      this.selected = ref;
      if (ref !== before) this.map.fire("ketenkaart:sought", { ref: ref, first: before === null });
      this.change();
    }

    // Layers come and go one by one in one task; draw once, when all are there.
    change() {
      this.settled = false;
      if (this.waiting) return;
      this.waiting = true;
      queueMicrotask(this.settle.bind(this));
    }

    // A move reaches the layers one by one, and may bring other points: each is drawn once, at its end.
    redrawOnce(sheet) {
      if (!this.moved.size) queueMicrotask(this.redrawMoved.bind(this));
      this.moved.add(sheet);
    }

    redrawMoved() {
      const moved = Array.from(this.moved);
      this.moved.clear();
      if (this.settled) moved.forEach(function (sheet) { sheet.redraw(); }); // else `settle` draws all
    }

    settle() {
      this.waiting = false;
      this.settled = true;
      this.left = [];
      this.offsets.clear();
      this.layers.forEach(function (layer) {
        if (layer.content.counts) layer.features = this.isNear(layer.content.key) ? NONE : layer.all;
      }, this);
      this.sort();
      const labelled = this.layers.filter(function (layer) { return layer.content.labelled; });
      const filled = this.layers.some(function (layer) { return layer.filled; });
      this.ground.settle(new Set(labelled.map(function (layer) { return layer.content.key; })), filled);
      this.redrawChanged();
      this.top.redraw();
      this.closeStale();
      this.map.fire("ketenkaart:drawn");
    }

    // What moved is drawn again, and all of it where layers came, went or hold other things: those
    // on one spot make room for each other.
    redrawChanged() {
      const now = this.layers.map(function (layer) { return layer.features; });
      const same = now.length === this.drawn.length && now.every(function (each, i) { return each === this.drawn[i]; }, this);
      const moved = this.moved;
      this.layers.forEach(function (layer) { if (!same || moved.has(layer)) layer.redraw(); });
      this.drawn = now;
      moved.clear();
    }

    // Whether the rows of a layer that counts them are seen one by one from here.
    isNear(key) {
      return this.layers.some(function (layer) { return layer.near && layer.content.key === key; });
    }

    // A card of what a filter took away would speak of nothing on the map.
    closeStale() {
      if (!this.opened || !this.map.hasLayer(this.popup)) return;
      const opened = this.opened;
      const there = this.layers.some(function (layer) {
        return layer.features.some(function (feature) { return feature.ref === opened; });
      });
      if (!there) this.map.closePopup(this.popup);
    }

    sort() {
      const order = ["polygons", "lines", "points"];
      this.layers.sort(function (a, b) {
        return order.indexOf(a.content.kind) - order.indexOf(b.content.kind) ||
          a.content.order - b.content.order;
      });
      this.layers.forEach(function (layer) {
        if (!layer._container) return;
        layer._container.style.zIndex = layer.content.order;
        layer._container.style.opacity = layer.content.alpha || 1;
      });
    }

    frame(corner) {
      const zoom = this.map.getZoom();
      const origin = this.map.getPixelOrigin();
      return {
        scale: 256 * Math.pow(2, zoom), x: origin.x + corner.x, y: origin.y + corner.y,
        glyph: scaleAt(zoom), zoom: zoom,
      };
    }

    // Where a point is drawn: on its spot, or beside it when others stand there too.
    place(frame, feature) {
      const at = onCanvas(frame, feature.at);
      const offset = this.spreadAt(frame.glyph).get(feature);
      return offset ? [at[0] + offset[0], at[1] + offset[1]] : at;
    }

    spreadAt(scale) {
      if (!this.offsets.has(scale)) this.offsets.set(scale, this.spreadAll(scale));
      return this.offsets.get(scale);
    }

    // Things on one spot with the same id ("hub:x" and "sector:x") are one thing and stay together.
    spreadAll(scale) {
      const spots = new Map();
      this.layers.forEach(function (layer) {
        if (layer.content.kind !== "points") return;
        layer.features.forEach(function (feature) {
          const key = feature.at[0].toFixed(8) + feature.at[1].toFixed(8);
          const id = feature.ref.slice(feature.ref.indexOf(":") + 1);
          if (!spots.has(key)) spots.set(key, new Map());
          const things = spots.get(key);
          if (!things.has(id)) things.set(id, { size: 0, features: [] });
          const thing = things.get(id);
          thing.size = Math.max(thing.size, feature.size);
          thing.features.push(feature);
        });
      });
      const offsets = new Map();
      spots.forEach(function (things) {
        if (things.size < 2) return;
        const list = Array.from(things.values());
        const places = glyphs.spread(list.map(function (thing) { return thing.size * scale + 1; }));
        list.forEach(function (thing, i) {
          thing.features.forEach(function (feature) { offsets.set(feature, places[i]); });
        });
      });
      return offsets;
    }

    // ---- labels and the chosen thing

    paintTop(ctx, frame, size) {
      if (!this.settled) return;
      this.layers.forEach(function (layer) {
        layer.features.forEach(function (feature) {
          if (feature.ref === this.selected) this.paintChosen(ctx, frame, layer, feature);
        }, this);
      }, this);
      const taken = []; // what lies higher is named first
      const symbols = []; // of buildings, which names of districts keep off
      const downwards = this.layers.slice().reverse();
      downwards.forEach(function (layer) {
        if (layer.content.labelled || layer.content.level) this.paintLabels(ctx, frame, size, layer, taken, symbols);
        if (layer.content.key === "hubs") this.keepFree(frame, size, layer, symbols);
      }, this);
      // The ground writes no name where one of ours stands.
      const world = taken.map(function (box) {
        return [box[0] + frame.x, box[1] + frame.y, box[2] + frame.x, box[3] + frame.y].map(Math.round);
      });
      this.ground.keepOff(world, frame.zoom);
    }

    keepFree(frame, size, layer, symbols) {
      layer.features.forEach(function (feature) {
        const at = this.place(frame, feature);
        const r = feature.size * frame.glyph;
        if (at[0] < -r || at[0] > size.x + r || at[1] < -r || at[1] > size.y + r) return;
        symbols.push([at[0] - r, at[1] - r, at[0] + r, at[1] + r]);
      }, this);
    }

    // Whether a thing is named from here: by the level of its layer, or as the chosen one.
    isNamed(frame, layer, feature) {
      if (layer.content.labelled || feature.ref === this.selected) return true;
      const level = layer.content.level;
      return frame.zoom >= level.names || (frame.zoom >= level.big_names && feature.size >= level.big);
    }

    paintChosen(ctx, frame, layer, feature) {
      ctx.strokeStyle = this.config.colours.highlight;
      if (layer.content.kind === "points") {
        const at = this.place(frame, feature);
        ctx.lineWidth = 3;
        ctx.beginPath();
        ctx.arc(at[0], at[1], feature.size * frame.glyph + 4, 0, 2 * Math.PI);
      } else {
        ctx.lineWidth = feature.size + 2;
        tracePaths(ctx, frame, feature, layer.content.kind === "polygons");
      }
      ctx.stroke();
    }

    paintLabels(ctx, frame, size, layer, taken, symbols) {
      const edge = layer.content.label_style === "edge";
      const pixels = edge ? 13 : 12.5;
      const colours = this.config.colours;
      const area = layer.content.kind === "polygons" && !edge;
      ctx.font = (area ? "400 " : "600 ") + pixels + "px " + colours.font;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineWidth = 3.5;
      ctx.strokeStyle = "rgba(255, 255, 255, 0.92)";
      ctx.fillStyle = edge ? colours.title : colours.place;
      const sight = this.sight(size);
      let left = edge ? MOST_EDGE : Infinity;
      layer.features.forEach(function (feature) {
        if (!left || !feature.label || !this.isNamed(frame, layer, feature)) return;
        const placed = this.namings(layer, feature).reduce(function (found, name) {
          if (found) return found;
          const width = ctx.measureText(name).width;
          const spots = this.labelSpots(frame, layer, feature, [width, pixels], sight).filter(function (at) {
            return fits(taken, size, at, width, pixels) && (!area || fits(symbols, size, at, width, pixels));
          });
          const spot = this.bestSpot(spots, size, edge ? symbols : [], width, pixels, sight);
          return spot && { name: name, spot: spot, width: width };
        }.bind(this), null);
        if (!placed) return;
        left -= 1;
        taken.push(grown(boxOn(placed.spot, placed.width, pixels), HALO));
        ctx.strokeText(placed.name, placed.spot[0], placed.spot[1]);
        ctx.fillText(placed.name, placed.spot[0], placed.spot[1]);
      }, this);
    }

    // What is seen of a canvas, which is larger than the map.
    sight(size) {
      const seen = this.map.getSize();
      const left = (size.x - seen.x) / 2;
      const top = (size.y - seen.y) / 2;
      return [left, top, left + seen.x, top + seen.y];
    }

    // The ways to write a name, best first. A rank or a change is the answer, and rather short than lost.
    namings(layer, feature) {
      if (!feature.at) return [feature.label];
      const name = shortened(feature.label, LONGEST_NAME);
      return layer.content.labelled ? [name, shortened(name, SHORT_NAME)] : [name];
    }

    // Never cut at the edge of the map; in sight before out of it, and beside symbols before over them.
    bestSpot(spots, size, symbols, width, height, sight) {
      const price = function (at) {
        const box = grown(boxOn(at, width, height), HALO);
        const whole = holds(sight, box);
        if (!whole && meets(sight, box)) return Infinity;
        return (whole ? 0 : 2) + (fits(symbols, size, at, width, height) ? 0 : 1);
      };
      const best = spots.reduce(function (one, at) { return !one || price(at) < price(one) ? at : one; }, null);
      return best && price(best) < Infinity ? best : null;
    }

    // Where a name may stand, best first; of what is in sight also pulled in from the edge of the map.
    labelSpots(frame, layer, feature, [width, pixels], sight) {
      if (feature.at) return this.spotsBeside(frame, feature, [width, pixels], sight, layer.content.labelled);
      const pulled = function (at) { return pulledIn(at, sight, width, pixels); };
      const middle = onCanvas(frame, feature.labelAt);
      if (layer.content.label_style !== "edge") return holds(sight, boxOn(middle, 0, 0)) ? [pulled(middle)] : [middle];
      const box = [
        feature.box[0] * frame.scale - frame.x, feature.box[1] * frame.scale - frame.y,
        feature.box[2] * frame.scale - frame.x, feature.box[3] * frame.scale - frame.y,
      ];
      const spots = [
        [middle[0], box[1] - pixels * 0.8], [middle[0], box[3] + pixels * 0.8],
        [box[2] + width / 2 + 6, middle[1]], [box[0] - width / 2 - 6, middle[1]],
      ];
      return meets(sight, box) ? spots.concat(spots.map(pulled)) : spots;
    }

    // Right, left, above or below a symbol, askew too for what must be named. A name that is pulled in
    // slides along it, never over it.
    spotsBeside(frame, feature, [width, pixels], sight, askew) {
      const at = this.place(frame, feature);
      const r = feature.size * frame.glyph + 5;
      const across = r + width / 2, up = r + pixels / 2;
      const along = [[at[0] + across, at[1]], [at[0] - across, at[1]]];
      const over = [[at[0], at[1] - up], [at[0], at[1] + up]];
      const spots = along.concat(over);
      if (askew) {
        [-up, up].forEach(function (y) {
          spots.push([at[0] + across - r, at[1] + y], [at[0] - across + r, at[1] + y]);
        });
      }
      if (!holds(sight, boxOn(at, 0, 0))) return spots;
      return spots.concat(
        over.map(function (spot) { return [pulledIn(spot, sight, width, pixels)[0], spot[1]]; }),
        along.map(function (spot) { return [spot[0], pulledIn(spot, sight, width, pixels)[1]]; }),
      );
    }

    // ---- mouse

    hitsAt(point) {
      const frame = this.frame(this.map.containerPointToLayerPoint([0, 0]));
      const found = [];
      this.layers.slice().reverse().forEach(function (layer) {
        const ofLayer = layer.hits(frame, point.x, point.y).reverse();
        ofLayer.sort(function (a, b) { return Math.max(a.distance, 0) - Math.max(b.distance, 0); });
        found.push.apply(found, ofLayer);
      });
      // Right on a symbol goes before near one.
      const under = found.filter(function (hit) { return hit.distance <= 0; });
      return under.concat(found.filter(function (hit) { return hit.distance > 0; }));
    }

    hover(event) {
      if (this.frameAsked) return;
      this.frameAsked = requestAnimationFrame(this.showTip.bind(this, event));
    }

    showTip(event) {
      this.frameAsked = 0;
      const hit = this.hitsAt(event.containerPoint)[0];
      const box = this.map.getContainer();
      if (this.busy) return;
      box.style.cursor = hit && hit.feature.card.length ? "pointer" : "";
      if (!hit || !hit.feature.tip) {
        this.map.closeTooltip(this.tip);
        return;
      }
      if (this.tipped !== hit.feature || !this.map.hasLayer(this.tip)) {
        this.tip.setContent(element("span", "", hit.feature.tip));
        this.tipped = hit.feature;
      }
      this.tip.setLatLng(event.latlng);
      if (!this.map.hasLayer(this.tip)) this.map.openTooltip(this.tip);
    }

    unhover() {
      cancelAnimationFrame(this.frameAsked);
      this.frameAsked = 0;
      this.map.closeTooltip(this.tip);
    }

    // Have the page choose something that no layer holds; any layer carries the answer.
    tell(ref) {
      const layer = this.layers[0];
      if (!layer) return;
      layer.answer = Date.now() + " " + ref;
      layer.fire("click", { latlng: this.map.getCenter() });
    }

    click(event) {
      // The second of two clicks: the first has opened what is there, and may have moved the map.
      if (this.busy || (event.originalEvent || {}).detail > 1) return;
      const hits = this.withNeighbours(this.hitsAt(event.containerPoint));
      const cards = hits.filter(function (hit) { return hit.feature.card.length; });
      this.house = cards.length ? houseOf(cards) : "";
      if (!cards.length) return;
      this.unhover();
      this.open(cards, cards[0], event.latlng);
    }

    // Two clicks on a building put it beside others.
    twice(event) {
      if (!this.house || this.busy || !this.config.tools) return;
      event.stopImmediatePropagation();
      if (!this.map.hasLayer(this.popup)) this.popup.openOn(this.map); // the second click closed it
      this.tell(TWICE + this.house);
    }

    // Everything on the spot of a hit point belongs to the click, also what was spread aside.
    withNeighbours(hits) {
      const seen = new Set(hits.map(function (hit) { return hit.feature; }));
      const first = hits.find(function (hit) { return hit.feature.at; });
      if (!first) return hits;
      const at = first.feature.at;
      const more = [];
      this.layers.forEach(function (layer) {
        if (layer.content.kind !== "points") return;
        layer.features.forEach(function (feature) {
          if (seen.has(feature)) return;
          if (Math.abs(feature.at[0] - at[0]) < 1e-8 && Math.abs(feature.at[1] - at[1]) < 1e-8) {
            more.push({ layer: layer, feature: feature, distance: 0 });
          }
        });
      });
      hits.forEach(function (hit) {
        const members = hit.feature.members ? hit.feature.members() : [];
        members.forEach(function (feature) { more.push({ layer: hit.layer, feature: feature, distance: 0 }); });
      });
      const points = hits.filter(function (hit) { return hit.feature.at; });
      const rest = hits.filter(function (hit) { return !hit.feature.at; });
      return points.concat(more, rest);
    }

    open(all, chosen, latlng) {
      this.popup.options.maxWidth = Math.min(CARD.most, this.map.getSize().x - CARD.tools - CARD.edges);
      this.popup.setLatLng(latlng).setContent(this.card(all, chosen, latlng));
      this.popup.openOn(this.map);
      this.opened = chosen.feature.ref;
      this.select(chosen.feature.ref);
      this.map.fire("ketenkaart:sought", { ref: chosen.feature.ref, first: false });
      // The time makes two clicks on one thing two answers.
      chosen.layer.answer = Date.now() + " " + chosen.feature.ref;
      chosen.layer.fire("click", { latlng: latlng });
    }

    // The drawer that a click opens takes room from the map, and with it what stood in its middle.
    keepCardInSight() {
      if (this.map.hasLayer(this.popup)) this.popup._adjustPan();
    }

    card(all, chosen, latlng) {
      const box = element("div", "ketenkaart-card-text");
      const feature = chosen.feature;
      box.append(element("h3", "", feature.label || feature.tip));
      // Where a drawer beside the map has the facts, a card that hid the map would say them twice.
      if (!this.config.tools) box.append(this.facts(feature));
      const others = onceEach([chosen].concat(all)).filter(function (hit) { return hit !== chosen; });
      if (others.length) box.append(this.others(all, others, latlng));
      L.DomEvent.disableClickPropagation(box);
      return box;
    }

    facts(feature) {
      const list = element("dl");
      for (let i = 0; i < feature.card.length; i += 2) {
        list.append(element("dt", "", feature.card[i]));
        list.append(this.value(feature.card[i + 1]));
      }
      return list;
    }

    // Only http and https become a link; anything else that looks like an address stays text.
    value(text) {
      const cell = element("dd");
      if (!/^https?:\/\/[^\s]+$/i.test(text)) {
        cell.textContent = text;
        return cell;
      }
      const link = element("a", "", text.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, ""));
      link.href = text;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      cell.append(link);
      return cell;
    }

    others(all, others, latlng) {
      const part = element("div", "ketenkaart-others");
      part.append(element("p", "", this.config.words.also_here.replace("#", String(others.length))));
      const list = element("ul");
      others.slice(0, MOST_OTHERS).forEach(function (hit) {
        const item = element("li");
        const button = element("button", "", hit.feature.label || hit.feature.tip);
        button.type = "button";
        button.addEventListener("click", this.open.bind(this, all, hit, latlng));
        item.append(button, element("small", "", hit.layer.content.title));
        list.append(item);
      }, this);
      part.append(list);
      const left = others.length - MOST_OTHERS;
      if (left > 0) part.append(element("p", "", this.config.words.others_more.replace("#", String(left))));
      return part;
    }
  }

  // The building that was hit, itself or by who is in it.
  function houseOf(hits) {
    const kind = function (hit) { return hit.feature.ref.split(":")[0]; };
    if (!IN_HOUSE.includes(kind(hits[0]))) return "";
    const house = hits.find(function (hit) { return HOUSES.includes(kind(hit)); });
    return house ? idOf(house.feature) : "";
  }

  // A building and the chains in it are one thing, and named once: as what lies highest.
  function onceEach(hits) {
    const seen = new Set();
    return hits.filter(function (hit) {
      if (!HOUSES.includes(hit.feature.ref.split(":")[0])) return true;
      const isNew = !seen.has(idOf(hit.feature));
      seen.add(idOf(hit.feature));
      return isNew;
    });
  }

  function shortened(name, most) {
    return name.length > most ? name.slice(0, most - 1).trimEnd() + "…" : name;
  }

  // Boxes are [left, top, right, bottom], in pixels of a canvas.
  function boxOn(at, width, height) {
    return [at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2];
  }

  function grown(box, by) {
    return [box[0] - by, box[1] - by, box[2] + by, box[3] + by];
  }

  function holds(outer, box) {
    return box[0] >= outer[0] && box[1] >= outer[1] && box[2] <= outer[2] && box[3] <= outer[3];
  }

  function meets(one, other) {
    return one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
  }

  function pulledIn(at, sight, width, height) {
    const x = width / 2 + HALO, y = height / 2 + HALO;
    return [
      Math.min(Math.max(at[0], sight[0] + x), sight[2] - x),
      Math.min(Math.max(at[1], sight[1] + y), sight[3] - y),
    ];
  }

  function fits(taken, size, at, width, height) {
    const box = boxOn(at, width, height);
    if (box[2] < 0 || box[0] > size.x || box[3] < 0 || box[1] > size.y) return false;
    return taken.every(function (other) {
      return box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3];
    });
  }

  // ---- the place in the address -----------------------------------------------------------

  // The map's frame stands in the app's page, of the same origin: its address holds the view.
  function outerAddress() {
    try {
      return window.parent === window ? null : new URL(window.parent.location.href);
    } catch (error) {
      return null; // another origin: the place is simply not kept
    }
  }

  // Says whether the address had a place.
  function resume(map) {
    const address = outerAddress();
    if (!address) return false;
    const read = function (name) {
      const text = address.searchParams.get(name);
      return text === null || text.trim() === "" ? NaN : Number(text);
    };
    const place = [read("lat"), read("lon"), read("z")];
    const inRange = Math.abs(place[0]) <= 90 && Math.abs(place[1]) <= 180 && place[2] >= 0 && place[2] <= 24;
    if (inRange) map.setView([place[0], place[1]], place[2], { animate: false });
    return inRange;
  }

  function keepPlace(map) {
    const address = outerAddress();
    if (!address) return;
    const centre = map.getCenter();
    address.searchParams.set("lat", centre.lat.toFixed(5));
    address.searchParams.set("lon", centre.lng.toFixed(5));
    address.searchParams.set("z", String(map.getZoom()));
    try {
      window.parent.history.replaceState(window.parent.history.state, "", address);
    } catch (error) {
      // Browsers refuse too many changes at once; the next move writes it.
    }
  }

  function restorePlace(map) {
    const address = outerAddress();
    if (address && !address.searchParams.has("z")) keepPlace(map);
  }

  // ---- the first view -----------------------------------------------------------------------

  // At this zoom nine of ten buildings of a city stand in a window of this many dots.
  const CITY = { zoom: 12, width: 640, height: 520 };

  // The server opens a map without knowing how large it is: a larger one opens nearer by, also one
  // that gets its size later, until somebody moves it. `spare` is the part of a step that the server's
  // own map would have left.
  function fillScreen(map, spare) {
    const centre = map.getCenter(), zoom = map.getZoom();
    let ours = false;
    function fit() {
      const size = map.getSize();
      if (!size.x || !size.y) return; // behind the map of the other city
      const room = Math.min(size.x / CITY.width, size.y / CITY.height) * Math.pow(2, CITY.zoom - zoom);
      const steps = Math.max(0, Math.floor(Math.log2(room) + spare));
      if (steps === 0 && map.getZoom() === zoom) return;
      ours = true;
      map.setView(centre, zoom + steps, { animate: false });
      ours = false;
    }
    function leave() { map.off("resize", fit); }
    map.on("resize", fit);
    map.on("zoomstart", function () { if (!ours) leave(); });
    ["pointerdown", "wheel", "keydown"].forEach(function (name) {
      map.getContainer().addEventListener(name, leave, { once: true, capture: true, passive: true });
    });
    fit();
  }

  // ---- what the page calls ----------------------------------------------------------------

  // Once per map: ground, panes, mouse. `base64` is the config of layers/web/folium_map.py; `tiles` are
  // the base maps as base64 where they are not served, in the order of the config's cities.
  function begin(map, base64, tiles, spare) {
    const config = decode(base64);
    (tiles || []).forEach(function (content, i) { config.cities[i].base64 = content; });
    map.attributionControl.setPrefix(false);
    map.attributionControl.addAttribution(config.credit);
    const chart = new Chart(map, config);
    charts.set(map, chart);
    window.ketenkaartAccess(chart);
    if (config.tools) window.ketenkaartTools(chart);
    // Leaflet hears of a window that changes, not of a style sheet that comes after the map.
    new ResizeObserver(function () { map.invalidateSize({ animate: false }); }).observe(map.getContainer());
    const resumed = config.keep_place && resume(map);
    window.ketenkaartSight(chart, resumed);
    if (!resumed && !tiles) fillScreen(map, spare || 0); // a page in a file opens on what it shows
    if (config.keep_place) {
      map.on("moveend", function () { keepPlace(map); });
      // Streamlit writes the address anew after a run and does not know of the place.
      map.whenReady(function () { setInterval(function () { restorePlace(map); }, 400); });
    }
    return chart;
  }

  function layer(map, content) {
    return new (content.crowd ? CrowdLayer : DataLayer)(charts.get(map), content);
  }

  // Once per layer and answer: add one layer to its feature group.
  function draw(map, group, base64) {
    const there = charts.get(map).back(base64);
    const drawn = there || layer(map, decode(base64));
    drawn.source = base64;
    group.addLayer(drawn);
  }

  function select(map, base64) {
    charts.get(map).select(decode(base64));
  }

  window.ketenkaart = { begin: begin, draw: draw, layer: layer, select: select };
})();

// The base map: our own vector tiles in our own colours. Nothing outside is asked.
(function () {
  "use strict";

  const MAX_DATA_ZOOM = 14;
  const TILE = 512; // a data tile covers four display tiles of 256 pixels
  const DRAWN = 256; // pixels of a display tile
  const UNSEEN = "ketenkaart-tiles"; // the pane of what is drawn to be copied
  const SPILL = 160; // pixels that a name may reach into the next one

  // Bytes that are already here, as the PMTiles reader wants them (standalone page).
  function bytesSource(name, base64) {
    let bytes = null;
    return {
      getKey: function () { return name; },
      getBytes: function (offset, length) {
        if (!bytes) {
          const text = atob(base64);
          bytes = new Uint8Array(text.length);
          for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
        }
        return Promise.resolve({ data: bytes.slice(offset, offset + length).buffer });
      },
    };
  }

  function archive(city) {
    const byAddress = new protomapsL.PmtilesSource(city.url || city.name, false);
    if (!city.base64) return byAddress;
    const PMTiles = byAddress.p.constructor;
    return new protomapsL.PmtilesSource(new PMTiles(bytesSource(city.name, city.base64)), false);
  }

  function touches(tile, bounds) {
    const n = Math.pow(2, tile.z);
    const north = function (y) {
      return (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / n))) * 180) / Math.PI;
    };
    const west = (tile.x / n) * 360 - 180;
    return (
      west < bounds[2] &&
      west + 360 / n > bounds[0] &&
      north(tile.y + 1) < bounds[3] &&
      north(tile.y) > bounds[1]
    );
  }

  // One source out of the archives of both cities; an archive is asked only where it has ground.
  function merged(cities) {
    const parts = cities.map(function (city) {
      return { bounds: city.bounds, archive: archive(city) };
    });
    return {
      get: function (tile, size) {
        const wanted = parts.filter(function (part) { return touches(tile, part.bounds); });
        const asked = wanted.map(function (part) { return part.archive.get(tile, size); });
        return Promise.all(asked).then(function (found) {
          const layers = new Map();
          found.forEach(function (tileLayers) {
            tileLayers.forEach(function (features, name) {
              layers.set(name, (layers.get(name) || []).concat(features));
            });
          });
          return layers;
        });
      },
    };
  }

  function rank() {
    const wanted = Array.from(arguments);
    return function (_zoom, feature) { return wanted.includes(feature.props.rank); };
  }

  function openRoad(wanted) {
    const right = rank.apply(null, wanted);
    return function (zoom, feature) { return !feature.props.tunnel && right(zoom, feature); };
  }

  function widths(stops) {
    return protomapsL.exp(1.5, stops);
  }

  function road(ranks, colour, stops, from) {
    return {
      dataLayer: "streets",
      minzoom: from,
      filter: openRoad(ranks),
      symbolizer: new protomapsL.LineSymbolizer({
        color: colour, width: widths(stops), lineCap: "round", lineJoin: "round",
      }),
    };
  }

  function dashed(layer, filter, colour, width, dash, from) {
    return {
      dataLayer: layer,
      minzoom: from,
      filter: filter,
      symbolizer: new protomapsL.LineSymbolizer({
        color: colour, dash: dash, dashColor: colour, dashWidth: width, width: width,
        perFeature: true,
      }),
    };
  }

  function line(layer, filter, colour, stops, from) {
    return {
      dataLayer: layer,
      minzoom: from,
      filter: filter,
      symbolizer: new protomapsL.LineSymbolizer({ color: colour, width: widths(stops) }),
    };
  }

  function area(layer, colour) {
    return {
      dataLayer: layer,
      // The thin outline closes the seam between two tiles.
      symbolizer: new protomapsL.PolygonSymbolizer({ fill: colour, stroke: colour, width: 0.6 }),
    };
  }

  function mode(name) {
    return function (_zoom, feature) { return feature.props.mode === name; };
  }

  function tunnel(_zoom, feature) {
    return Boolean(feature.props.tunnel) && feature.props.rank <= 4;
  }

  function paintRules(c) {
    return [
      area("city", c.land),
      area("parks", c.park),
      area("water", c.water),
      dashed("streets", tunnel, c.street, 1.5, [3, 3], 12),
      dashed("streets", rank(7), c.street, 0.7, [2, 2], 16),
      road([6], c.streetCase, [[14, 0.6], [16, 3], [18, 9]], 15),
      road([5], c.streetCase, [[12, 0.4], [14, 1.6], [16, 5.6], [18, 15]], 13),
      road([4], c.streetCase, [[11, 0.6], [14, 3], [16, 8], [18, 20]], 12),
      road([3], c.streetMain, [[9, 0.5], [12, 1], [13, 1.6], [14, 4], [16, 10], [18, 24]], 10),
      road([2], c.streetMain, [[9, 0.6], [12, 1.5], [13, 2.3], [14, 5], [16, 11.5], [18, 27]], 9),
      road([6], c.streetFill, [[15, 0.4], [16, 2], [18, 7.4]], 16),
      road([5], c.streetFill, [[13, 0.2], [14, 0.9], [16, 4.2], [18, 13]], 14),
      road([4], c.streetFill, [[13, 1], [14, 1.9], [16, 6.4], [18, 17.6]], 13),
      road([3], c.streetFill, [[13, 1.4], [14, 2.6], [16, 8], [18, 21]], 14),
      road([2], c.streetFill, [[13, 2], [14, 3.4], [16, 9.4], [18, 24]], 14),
      road([1], c.streetMain, [[8, 0.8], [11, 1.8], [13, 3.2], [14, 4.6], [16, 9], [18, 18]], 8),
      line("rail", mode("tram"), c.tram, [[13, 0.5], [16, 1]], 14),
      line("rail", mode("metro"), c.rail, [[10, 0.5], [14, 0.9], [17, 1.4]], 11),
      line("rail", mode("train"), c.rail, [[9, 0.6], [13, 1.4], [16, 3], [18, 4]], 9),
      dashed("rail", mode("train"), c.land, 1.2, [6, 6], 13),
    ];
  }

  function kind(name) {
    return function (_zoom, feature) { return feature.props.kind === name; };
  }

  function words(c, options) {
    return Object.assign({
      labelProps: ["label"], fontFamily: c.font, stroke: c.land, width: 2, lineHeight: 1.2,
    }, options);
  }

  function placeName(c, name, options, from, to, shown) {
    return {
      dataLayer: "names",
      minzoom: from,
      maxzoom: to,
      filter: function (zoom, feature) { return shown() && kind(name)(zoom, feature); },
      symbolizer: new protomapsL.CenteredTextSymbolizer(words(c, options)),
    };
  }

  function streetName(c, ranks, from, size) {
    return {
      dataLayer: "streets",
      minzoom: from,
      filter: rank.apply(null, ranks),
      symbolizer: new protomapsL.LineLabelSymbolizer(words(c, {
        fill: c.name, fontSize: size, width: 3, repeatDistance: 420, maxLabelChars: 36,
        position: protomapsL.LineLabelPlacement.Center,
      })),
    };
  }

  function labelRules(c, hidden) {
    const always = function () { return true; };
    const districts = function () { return !hidden.has("districts"); };
    return [
      placeName(c, "district", { fill: c.place, fontSize: 13, fontWeight: 600 }, 10, 14, districts),
      placeName(c, "water", {
        fill: c.waterName, stroke: c.water, fontStyle: "italic", fontSize: 12,
      }, 12, undefined, always),
      placeName(c, "neighbourhood", { fill: c.name, fontSize: 11 }, 14, 16, always),
      streetName(c, [2, 3], 15, 11),
      streetName(c, [4, 5, 6], 16, 10.5),
    ];
  }

  function layer(paint, label, background) {
    return protomapsL.leafletLayer({
      url: { getZxy: function () { return Promise.resolve(undefined); } },
      attribution: "",
      paintRules: paint,
      labelRules: label,
      backgroundColor: background,
      pane: UNSEEN,
      maxZoom: 19,
      noWrap: true,
    });
  }

  // Tiles of one layer on one canvas. A browser composes the page anew for every picture, and each
  // tile that is seen by itself is one more part of it: of some sixty parts two thirds were tiles.
  function boardOf(map, tiles, sheetOf, pane) {
    let asked = 0;

    // Those of another zoom are there until the right ones come, which lie over them.
    function paint(ctx, frame) {
      const ratio = window.devicePixelRatio || 1;
      const dot = function (value) { return Math.round(value * ratio) / ratio; }; // else seams are seen
      const far = function (tile) { return Math.abs(tile.coords.z - frame.zoom); };
      const there = Object.values(tiles._tiles).filter(function (tile) { return tile.loaded; });
      there.sort(function (one, other) { return far(other) - far(one); });
      there.forEach(function (tile) {
        const side = DRAWN * Math.pow(2, frame.zoom - tile.coords.z);
        const x = tile.coords.x * side - frame.x, y = tile.coords.y * side - frame.y;
        const west = dot(x), north = dot(y);
        ctx.drawImage(tile.el, west, north, dot(x + side) - west, dot(y + side) - north);
      });
    }

    const board = sheetOf(pane, paint);

    function redraw() {
      asked = 0;
      if (!map._animatingZoom) board.redraw(); // what follows a zoom draws at its end
    }

    function soon() {
      asked = asked || requestAnimationFrame(redraw);
    }

    const render = tiles.renderTile;
    tiles.renderTile = function (coords, canvas, key, done) {
      return render.call(tiles, coords, canvas, key, function () {
        if (done) done();
        soon();
      });
    };
    // Who drags the map further than the canvas reaches sees ground there too.
    map.on("move", function () {
      if (!board._map || !board._bounds || map._animatingZoom) return;
      const size = map.getSize();
      const seen = L.bounds([map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(size)]);
      if (!board._bounds.contains(seen)) board._update();
    });
    return {
      addTo: function () { tiles.addTo(map); board.addTo(map); },
      remove: function () { board.remove(); tiles.remove(); },
    };
  }

  function overlap(one, other) {
    return one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
  }

  // Have a layer of names leave out what lies under names of ours; returns what takes their boxes, in
  // pixels of the whole world at a zoom.
  function sparing(names) {
    let covered = [];
    let zoom = null;

    function covers(label) {
      return label.bboxes.some(function (each) {
        return covered.some(overlap.bind(null, [each.minX, each.minY, each.maxX, each.maxY]));
      });
    }

    // The drawing asks an index which names stand in a tile; each zoom has one.
    names.spare = function () {
      const labelers = names.labelers;
      const indexOf = labelers.getIndex;
      labelers.getIndex = function (z) {
        const index = indexOf.call(labelers, z);
        if (!index || index.sparing) return index;
        const found = index.searchBbox;
        index.sparing = true;
        index.searchBbox = function (box, order) {
          const there = found.call(index, box, order);
          return z === zoom ? new Set([...there].filter(function (each) { return !covers(each); })) : there;
        };
        return index;
      };
    };
    names.spare();

    return function (boxes, atZoom) {
      const before = zoom === atZoom ? covered : [];
      const known = new Set(before.map(String));
      const now = new Set(boxes.map(String));
      const changed = boxes.filter(function (box) { return !known.has(String(box)); })
        .concat(before.filter(function (box) { return !now.has(String(box)); }));
      covered = boxes;
      zoom = atZoom;
      Object.values(names._tiles).forEach(function (tile) { // one that is on its way knows it by itself
        const x = tile.coords.x * DRAWN, y = tile.coords.y * DRAWN;
        const square = [x - SPILL, y - SPILL, x + DRAWN + SPILL, y + DRAWN + SPILL];
        const here = tile.loaded && tile.coords.z === atZoom;
        if (here && changed.some(overlap.bind(null, square))) names.rerenderTile(tile.el.key);
      });
    };
  }

  // Draw the ground under everything and its names above areas and lines but under points.
  // `settle` hides the names that a data layer writes itself, and lays the water over filled
  // areas: a choropleth without its river is hard to find one's way in.
  // `sheetOf` makes a canvas that lies with the map in a pane and is drawn by a function.
  function ground(map, config, sheetOf) {
    map.createPane(UNSEEN).style.display = "none";
    const hidden = new Set();
    const paint = layer(paintRules(config.colours), [], config.colours.beyond);
    const names = layer([], labelRules(config.colours, hidden));
    const cache = new protomapsL.TileCache(merged(config.cities), TILE);
    const views = new Map([["", new protomapsL.View(cache, MAX_DATA_ZOOM, 1)]]);
    const water = layer([area("water", config.colours.water)], []);
    [paint, names, water].forEach(function (part) { part.views = views; });
    map.getContainer().style.background = config.colours.beyond;
    const overWater = boardOf(map, water, sheetOf, "ketenkaart-water");
    boardOf(map, paint, sheetOf, "tilePane").addTo();
    boardOf(map, names, sheetOf, "ketenkaart-names").addTo();

    function hideNames(hide) {
      if (hide.size === hidden.size && [...hide].every(hidden.has, hidden)) return;
      hidden.clear();
      hide.forEach(hidden.add, hidden);
      names.clearLayout();
      names.spare();
      names.rerenderTiles();
    }

    function settle(hide, overAreas) {
      hideNames(hide);
      if (overAreas) overWater.addTo();
      else overWater.remove();
    }

    return { settle: settle, keepOff: sparing(names) };
  }

  window.ketenkaartGround = ground;
})();

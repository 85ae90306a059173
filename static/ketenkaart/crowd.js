// The points of a layer that has too many to draw at once: fetched once as plain numbers, and drawn
// one by one from near, where the ground in view has few enough. Far away the layer's cells stay.
// What the numbers mean stands in layers/web/point_file.py.
(function () {
  "use strict";

  const glyphs = window.ketenkaartGlyphs;
  const KEPT = 6; // files; each is a choice of city, year or layer of this planner
  const BLOCK = 512; // rows that are passed over together when none of them is in view
  const clouds = new Map(); // address -> Cloud

  // ---- the bytes ----------------------------------------------------------------------------

  // A piece of a file. Nothing of it is left in the store of the browser.
  function bytesOf(address, from, to) {
    const asked = { cache: "no-store", headers: { Range: "bytes=" + from + "-" + (to - 1) } };
    return fetch(address, asked).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.arrayBuffer().then(function (bytes) {
        return answer.status === 206 ? bytes : bytes.slice(from, to); // who knows no pieces sends all
      });
    });
  }

  // West, south, east and north of every block of rows, which lie together as they follow one another.
  function blocksOf(x, y) {
    const boxes = new Int32Array(4 * Math.ceil(x.length / BLOCK));
    for (let i = 0; i < x.length; i += 1) {
      const at = 4 * Math.floor(i / BLOCK);
      const first = i % BLOCK === 0;
      if (first || x[i] < boxes[at]) boxes[at] = x[i];
      if (first || y[i] < boxes[at + 1]) boxes[at + 1] = y[i];
      if (first || x[i] > boxes[at + 2]) boxes[at + 2] = x[i];
      if (first || y[i] > boxes[at + 3]) boxes[at + 3] = y[i];
    }
    return boxes;
  }

  // Places as whole numbers and kinds of all rows, and the names of those that were near once.
  class Cloud {
    constructor(crowd) {
      this.crowd = crowd;
      this.names = [];
      this.asked = new Set();
      this.ready = bytesOf(crowd.address, 0, crowd.salt + 6 * crowd.n).then(this.take.bind(this));
    }

    take(bytes) {
      const n = this.crowd.n;
      const at = this.crowd.salt;
      const x = Int32Array.from(new Uint16Array(bytes, at, n));
      const y = Int32Array.from(new Uint16Array(bytes, at + 2 * n, n));
      this.kind = new Uint16Array(bytes, at + 4 * n, n);
      this.crowd.tiles.forEach(function (tile, i) {
        const last = i + 1 < this.crowd.tiles.length ? this.crowd.tiles[i + 1][2] : n;
        for (let row = tile[2]; row < last; row += 1) {
          x[row] += tile[0] * 65536;
          y[row] += tile[1] * 65536;
        }
      }, this);
      this.x = x;
      this.y = y;
      this.blocks = blocksOf(x, y);
    }

    // Reference and name of a row; null until its piece is here.
    named(row) {
      const piece = this.names[Math.floor(row / this.crowd.piece)];
      const i = row % this.crowd.piece;
      return piece ? { ref: piece[0][i], label: piece[1][i] } : null;
    }

    // Fetch the names of rows that are not here yet; tells when they are.
    fetchNames(rows) {
      const wanted = new Set();
      rows.forEach(function (row) { wanted.add(Math.floor(row / this.crowd.piece)); }, this);
      const missing = Array.from(wanted).filter(function (i) { return !this.asked.has(i); }, this);
      if (!missing.length) return null;
      return Promise.all(missing.map(function (i) {
        this.asked.add(i);
        return bytesOf(this.crowd.address, this.crowd.pieces[i], this.crowd.pieces[i + 1])
          .then(function (bytes) { this.names[i] = JSON.parse(new TextDecoder().decode(bytes)); }.bind(this))
          .catch(function () { this.asked.delete(i); }.bind(this)); // asked again at the next move
      }, this));
    }
  }

  function cloudOf(crowd) {
    const known = clouds.get(crowd.address);
    if (known) return known;
    const cloud = new Cloud(crowd);
    clouds.set(crowd.address, cloud);
    Array.from(clouds.keys()).slice(0, -KEPT).forEach(function (old) { clouds.delete(old); });
    cloud.ready.catch(function () { clouds.delete(crowd.address); });
    return cloud;
  }

  // ---- what is in view ----------------------------------------------------------------------

  // The rows within the bounds of which the kind is shown, those on one spot together.
  function spotsIn(cloud, shown, bounds, unit) {
    const west = bounds.getWest() * unit;
    const east = bounds.getEast() * unit;
    const south = bounds.getSouth() * unit;
    const north = bounds.getNorth() * unit;
    const spots = [];
    const boxes = cloud.blocks;
    let last = -1;
    for (let i = 0; i < cloud.x.length; i += 1) {
      if (i % BLOCK === 0) {
        const at = (4 * i) / BLOCK;
        if (boxes[at] > east || boxes[at + 2] < west || boxes[at + 1] > north || boxes[at + 3] < south) {
          i += BLOCK - 1;
          continue;
        }
      }
      const x = cloud.x[i];
      const y = cloud.y[i];
      if (x < west || x > east || y < south || y > north || !shown[cloud.kind[i]]) continue;
      // Rows on one spot follow one another in the file.
      if (last >= 0 && cloud.x[last] === x && cloud.y[last] === y) spots[spots.length - 1].push(i);
      else spots.push([i]);
      last = i;
    }
    return spots;
  }

  // The look of a kind, drawn once: letters and outlines of thousands take a tenth of a second.
  function stampOf(paint, radius) {
    const ratio = window.devicePixelRatio || 1;
    const made = document.createElement("canvas");
    const half = Math.ceil(radius + 3) * ratio;
    made.width = made.height = 2 * half;
    const ctx = made.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, half, half);
    ctx.lineJoin = "round";
    paint(ctx);
    return { image: made, half: half / ratio, side: (2 * half) / ratio, ratio: ratio };
  }

  function kindsOf(content) {
    const words = content.words;
    const crowd = content.crowd;
    return crowd.size.map(function (size, i) {
      const kind = { size: size, room: crowd.room[i], parts: null };
      Object.keys(crowd.look).forEach(function (name) { kind[name] = words[crowd.look[name][i]]; });
      kind.card = crowd.card[i].map(function (number) { return words[number]; });
      return kind;
    });
  }

  window.ketenkaartCrowd = function (DataLayer, mercator) {
    return DataLayer.extend({
      read: function (content) {
        this.kinds = kindsOf(content);
        this.near = false;
        this.stamps = new Map(); // "kind scale" -> its look
        this.cloud = cloudOf(content.crowd);
        return [];
      },

      onAdd: function (map) {
        const stayed = this.leaving;
        DataLayer.prototype.onAdd.call(this, map);
        const again = this.pick.bind(this);
        if (!stayed) this.cloud.ready.then(again, function () {}); // without the points the cells stay
      },

      go: function (map) {
        this.near = this.near && !this.leaving;
        DataLayer.prototype.go.call(this, map);
      },

      _update: function () {
        DataLayer.prototype._update.call(this);
        this.pick();
      },

      // Choose what is drawn: nothing from afar, or where too much is in view.
      pick: function () {
        if (!this._map || !this._bounds || !this.cloud.x) return;
        const crowd = this.content.crowd;
        const before = this.features.length;
        const spots = this._map.getZoom() < crowd.from ? [] : spotsIn(
          this.cloud, crowd.shown, this.ground(), this.content.unit);
        const drawn = spots.reduce(function (sum, rows) {
          return sum + (rows.length > crowd.most_on_a_spot ? 1 : rows.length);
        }, 0);
        this.near = this._map.getZoom() >= crowd.from && drawn <= crowd.most;
        this.features = this.near ? this.featuresOf(spots) : [];
        if (before || this.near) this._chart.change();
        if (this.near) this.askNames(spots);
      },

      ground: function () {
        return L.latLngBounds(
          this._map.layerPointToLatLng(this._bounds.min), this._map.layerPointToLatLng(this._bounds.max));
      },

      askNames: function (spots) {
        const coming = this.cloud.fetchNames([].concat.apply([], spots));
        if (coming) coming.then(this.pick.bind(this));
      },

      featuresOf: function (spots) {
        const most = this.content.crowd.most_on_a_spot;
        const features = [];
        spots.forEach(function (rows) {
          if (rows.length > most) features.push(this.pileOf(rows));
          else rows.forEach(function (row) { features.push(this.featureOf(row)); }, this);
        }, this);
        return features;
      },

      placeOf: function (row) {
        return mercator(this.cloud.x[row] / this.content.unit, this.cloud.y[row] / this.content.unit);
      },

      // Without its name a row is drawn and said, and cannot be chosen yet.
      featureOf: function (row) {
        const number = this.cloud.kind[row];
        const kind = this.kinds[number];
        const named = this.cloud.named(row);
        const label = named ? named.label : "";
        return Object.assign({}, kind, {
          kind: number,
          ref: named ? named.ref : this.content.key + ":row" + row,
          label: label,
          tip: label ? label + " · " + kind.tip : kind.tip,
          card: named ? kind.card : [],
          at: this.placeOf(row),
          hatch: "",
        });
      },

      // Many on one spot: one pie of their chains, which opens all of them.
      pileOf: function (rows) {
        const counts = new Map();
        rows.forEach(function (row) {
          const kind = this.kinds[this.cloud.kind[row]];
          const part = counts.get(kind.chain_words) || [kind.colour || kind.stroke, 0, kind.letter];
          part[1] += 1;
          counts.set(kind.chain_words, part);
        }, this);
        const mix = Array.from(counts).sort(function (a, b) { return b[1][1] - a[1][1]; });
        const amount = function (n) { return n.toLocaleString(this._chart.config.lang); }.bind(this);
        const said = mix.map(function (each) { return each[0] + " " + amount(each[1][1]); }).join(", ");
        const tip = this.content.title + ": " + amount(rows.length) + " (" + said + ")";
        return {
          ref: "crowd:" + this.content.key + ":" + rows[0], label: "", tip: tip, at: this.placeOf(rows[0]),
          shape: "pie", parts: mix.map(function (each) { return each[1]; }), colour: "", letter: "",
          stroke: this.content.crowd.pile_stroke, hatch: "", ring: "", room: 0,
          size: Math.min(5 + 1.8 * Math.sqrt(rows.length), 24),
          card: [this.content.title, amount(rows.length)],
          members: function () { return rows.map(this.featureOf, this); }.bind(this),
        };
      },

      paintPoint: function (ctx, frame, feature) {
        if (feature.members) {
          DataLayer.prototype.paintPoint.call(this, ctx, frame, feature);
          return;
        }
        const at = this._chart.place(frame, feature);
        const stamp = this.stampAt(frame.glyph, feature);
        const whole = function (value) { return Math.round(value * stamp.ratio) / stamp.ratio; }; // sharp
        ctx.drawImage(stamp.image, whole(at[0] - stamp.half), whole(at[1] - stamp.half), stamp.side, stamp.side);
      },

      stampAt: function (scale, feature) {
        const key = feature.kind + " " + scale + " " + window.devicePixelRatio;
        if (!this.stamps.has(key)) {
          const radius = (feature.size + feature.room) * scale;
          this.stamps.set(key, stampOf(function (ctx) { this.paintLook(ctx, scale, feature); }.bind(this), radius));
        }
        return this.stamps.get(key);
      },

      // One of a kind round (0, 0), within its ring.
      paintLook: function (ctx, scale, feature) {
        if (feature.ring) {
          ctx.lineWidth = 2;
          ctx.strokeStyle = feature.ring;
          ctx.beginPath();
          ctx.arc(0, 0, (feature.size + feature.room) * scale, 0, 2 * Math.PI);
          ctx.stroke();
        }
        glyphs.draw(ctx, this._chart.config.symbols, feature, 0, 0, feature.size * scale);
      },
    });
  };
})();

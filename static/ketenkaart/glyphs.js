// Symbols on a canvas, and the spreading of symbols that stand on one spot.
// The outlines come from layers/view/symbols.py, so that legend and map have the same shapes.
(function () {
  "use strict";

  const TURN = Math.PI * (3 - Math.sqrt(5)); // golden angle: an even spiral
  const GAP = 1; // pixels between two spread symbols

  function trace(ctx, outline, x, y, r) {
    ctx.beginPath();
    if (!outline) {
      ctx.arc(x, y, r, 0, 2 * Math.PI);
      return;
    }
    outline.forEach(function (corner, index) {
      ctx[index ? "lineTo" : "moveTo"](x + corner[0] * r, y + corner[1] * r);
    });
    ctx.closePath();
  }

  const LEAST_LETTER = 6; // pixels high: smaller capitals cannot be read
  const CAPITAL = 0.714; // height of a capital, of the size of the type

  // White or black, whichever is read better on the fill (layers/words/palette.py); "" is white paper.
  function inkOn(fill) {
    if (!/^#[0-9a-f]{6}$/i.test(fill)) return "#1a1a1a";
    const light = [1, 3, 5].map(function (at) {
      return Math.pow((parseInt(fill.slice(at, at + 2), 16) / 255 + 0.055) / 1.055, 2.4);
    });
    const sum = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
    return sum < 0.2 ? "#ffffff" : "#1a1a1a";
  }

  function write(ctx, letter, fill, x, y, height) {
    if (!letter || height < LEAST_LETTER) return;
    ctx.font = "700 " + height / CAPITAL + "px 'Open Sans', 'Noto Sans', sans-serif";
    ctx.textAlign = "center";
    ctx.textBaseline = "alphabetic";
    ctx.fillStyle = inkOn(fill);
    ctx.fillText(letter, x, y + height / 2);
  }

  // The letter of a piece stands in the largest circle that fits it (layers/view/symbols.py).
  function writeInPiece(ctx, symbols, part, share, middle, x, y, r) {
    const sine = Math.sin(Math.PI * Math.min(share, 0.5));
    const room = share >= 1 ? 1 : sine / (1 + sine);
    const out = share >= 1 ? 0 : r * (1 - room);
    write(ctx, part[2], part[0], x + out * Math.cos(middle), y + out * Math.sin(middle),
      r * room * symbols.letters.circle.height);
  }

  function pie(ctx, symbols, x, y, r, parts, stroke) {
    const total = parts.reduce(function (sum, part) { return sum + part[1]; }, 0) || 1;
    let angle = -Math.PI / 2;
    ctx.lineWidth = 0.8;
    ctx.strokeStyle = "#ffffff";
    parts.forEach(function (part) {
      const end = angle + (2 * Math.PI * part[1]) / total;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.arc(x, y, r, angle, end);
      ctx.closePath();
      ctx.fillStyle = part[0];
      ctx.fill();
      if (parts.length > 1) ctx.stroke();
      writeInPiece(ctx, symbols, part, part[1] / total, (angle + end) / 2, x, y, r);
      angle = end;
    });
    ctx.lineWidth = 1;
    ctx.strokeStyle = stroke;
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.stroke();
  }

  // What is not seen: white, with stripes in the colour of its edge.
  function hatched(ctx, symbols, glyph, x, y, r) {
    trace(ctx, null, x, y, r);
    ctx.fillStyle = "#ffffff";
    ctx.fill();
    ctx.fillStyle = glyph.stroke;
    symbols.stripes.forEach(function (stripe) {
      trace(ctx, stripe, x, y, r);
      ctx.fill();
    });
    trace(ctx, null, x, y, r);
    ctx.lineWidth = 1.8;
    ctx.strokeStyle = glyph.stroke;
    ctx.stroke();
  }

  // symbols: {outlines: {square: [[x, y], ...]}, letters: {square: {height, down}},
  // stripes: [[[x, y], ...]]}, for radius 1
  function draw(ctx, symbols, glyph, x, y, r) {
    if (glyph.shape === "pie" && glyph.parts) {
      pie(ctx, symbols, x, y, r, glyph.parts, glyph.stroke || "#000000");
      return;
    }
    if (glyph.shape === "hatched") {
      hatched(ctx, symbols, glyph, x, y, r);
      return;
    }
    trace(ctx, symbols.outlines[glyph.shape], x, y, r);
    if (glyph.shape === "ring") { // always hollow, else it is a circle
      ctx.lineWidth = 2;
      ctx.strokeStyle = glyph.colour || glyph.stroke;
      ctx.stroke();
      return;
    }
    if (glyph.colour) {
      ctx.fillStyle = glyph.colour;
      ctx.fill();
    }
    if (glyph.stroke) {
      ctx.lineWidth = glyph.colour ? (r > 6 ? 1.8 : 1) : 1.8;
      ctx.strokeStyle = glyph.stroke;
      ctx.stroke();
    }
    const room = symbols.letters[glyph.shape] || symbols.letters.circle;
    write(ctx, glyph.letter, glyph.colour, x, y + r * room.down, r * room.height);
  }

  // Give every disc of `radii` a place round (0, 0), big ones first, so that none overlap.
  function spread(radii) {
    const placed = [];
    const order = radii.map(function (_, i) { return i; });
    order.sort(function (a, b) { return radii[b] - radii[a] || a - b; });
    let step = 0;
    let last = null;
    order.forEach(function (index) {
      const r = radii[index];
      if (r !== last) step = 0; // a smaller disc may fit where a bigger one did not
      last = r;
      for (; ; step += 1) {
        const far = 1.5 * Math.sqrt(step);
        const x = far * Math.cos(step * TURN);
        const y = far * Math.sin(step * TURN);
        if (placed.every(function (p) { return Math.hypot(p.x - x, p.y - y) >= p.r + r + GAP; })) {
          placed.push({ index: index, x: x, y: y, r: r });
          break;
        }
      }
    });
    const places = [];
    placed.forEach(function (p) { places[p.index] = [p.x, p.y]; });
    return places;
  }

  window.ketenkaartGlyphs = { draw: draw, spread: spread, write: write };
})();

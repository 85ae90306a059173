// Symbols on a canvas, and the spreading of symbols that stand on one spot.
// The outlines come from layers/symbols.py, so that legend and map have the same shapes.
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

  function pie(ctx, x, y, r, parts, stroke, core) {
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
      angle = end;
    });
    ctx.beginPath();
    ctx.arc(x, y, r * core, 0, 2 * Math.PI);
    ctx.fillStyle = "#ffffff";
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = stroke;
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.stroke();
  }

  // symbols: {outlines: {square: [[x, y], ...]}, core: share of a pie's radius that is white}
  function draw(ctx, symbols, glyph, x, y, r) {
    if (glyph.shape === "pie" && glyph.parts) {
      pie(ctx, x, y, r, glyph.parts, glyph.stroke || "#000000", symbols.core);
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

  window.ketenkaartGlyphs = { draw: draw, spread: spread };
})();

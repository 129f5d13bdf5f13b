// Writes the outline of the world's land as SVG: a degree is a unit, 180° west and 90° north are at
// nought. The outline is Natural Earth's, in the public domain.
import { readFileSync } from "node:fs";
import { feature } from "topojson-client";

const atlas = JSON.parse(readFileSync("node_modules/world-atlas/land-110m.json", "utf8"));

// A ring that crosses 180° goes on beyond it, and stands a second time at the other edge.
function unfolded(ring) {
  let turn = 0;
  return ring.map(([east, north], i) => {
    if (i) turn -= 360 * Math.round((east - ring[i - 1][0]) / 360);
    return [east + turn + 180, 90 - north];
  });
}

const drawn = (points, shift) => `M${points.map(([x, y]) => `${(x + shift).toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;

function path(ring) {
  const points = unfolded(ring);
  const all = points.map(([x]) => x);
  const copies = [0, 360, -360].filter((shift) => Math.max(...all) + shift > 0 && Math.min(...all) + shift < 360);
  return copies.map((shift) => drawn(points, shift)).join("");
}

const polygons = feature(atlas, atlas.objects.land).features.flatMap((each) => each.geometry.coordinates);
console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 180"><path id="land" d="${polygons.flat().map(path).join("")}"/></svg>`);

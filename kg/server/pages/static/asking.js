// The editor of queries, the drawing of graphs, the completion of names in forms.
"use strict";

/* The editor: YASQE over the text area, which stays what is sent. */

const terms = async (query, column) => {
  const answer = await fetch(`/queries/${query}`, { headers: { Accept: "application/sparql-results+json" } });
  if (!answer.ok) return [];
  return (await answer.json()).results.bindings.map((row) => row[column].value);
};

function completers(prefixes) {
  const listed = Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  const own = (from, get) => {
    Yasqe.forkAutocompleter(from, { name: `kg-${from}`, persistenceId: null, bulk: true, get }, true);
    return `kg-${from}`;
  };
  return [
    own("prefixes", () => listed),
    own("property", () => terms("properties", "property")),
    own("class", () => terms("classes", "class")),
    "variables",
  ];
}

function edit(form) {
  const area = form.querySelector("textarea");
  const place = document.createElement("div");
  area.before(place);
  area.hidden = true;
  Yasqe.defaults.autocompleters = [];
  const editor = new Yasqe(place, {
    value: area.value,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "20rem",
    autocompleters: completers(JSON.parse(form.dataset.prefixes)),
    extraKeys: {
      "Ctrl-Enter": () => form.requestSubmit(),
      "Cmd-Enter": () => form.requestSubmit(),
      Esc: (cm) => cm.getInputField().blur(),
    },
  });
  editor.getInputField().setAttribute("aria-label", area.getAttribute("aria-label"));
  form.addEventListener("submit", () => {
    area.value = editor.getValue();
    // An address holds so much; a longer query is sent as a body.
    if (encodeURIComponent(area.value).length > 6000) form.method = "post";
  });
}

/* The drawing: a graph that CONSTRUCT or DESCRIBE gave. */

function draw(place) {
  const graph = JSON.parse(place.dataset.graph);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const kinds = { person: "--speaker", organization: "--cue", country: "--time", place: "--time", group: "--cue" };
  const view = cytoscape({
    container: place,
    elements: {
      nodes: graph.nodes.map((node) => ({ data: { ...node, colour: colour(kinds[node.kind] || "--content-line"), said: node.kind === "doc" ? 1 : 0 } })),
      edges: graph.edges.map((edge) => ({ data: edge })),
    },
    layout: { name: "cose", animate: false, nodeDimensionsIncludeLabels: true, idealEdgeLength: 60, nodeRepulsion: 6000, componentSpacing: 30, padding: 24, randomize: false },
    style: [
      { selector: "node", style: { label: "data(label)", "background-color": "data(colour)", color: colour("--ink"), "font-family": "Inter Variable, sans-serif", "font-size": 12, width: 16, height: 16, "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "ellipsis", "text-max-width": 130, "text-background-color": colour("--paper"), "text-background-opacity": 0.8, "text-background-padding": 1 } },
      { selector: "node[said = 1]", style: { width: 8, height: 8, "font-size": 8, "text-max-width": 90, color: colour("--soft") } },
      { selector: "edge", style: { width: 1, "line-color": colour("--soft"), "line-opacity": 0.4, "target-arrow-color": colour("--soft"), "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "bezier" } },
      { selector: "edge:selected", style: { label: "data(label)", "font-size": 9, color: colour("--soft") } },
    ],
  });
  // As wide as its place: the layout makes it about as wide as high.
  const box = view.nodes().boundingBox();
  const wider = (view.width() / view.height()) * (box.h / box.w);
  view.nodes().positions((node) => ({ x: node.position("x") * Math.max(wider, 1), y: node.position("y") }));
  view.fit(view.elements(), 24);
  view.on("dbltap", "node", (event) => {
    const to = event.target.data("href");
    if (to) location.href = to;
  });
}

/* Names in forms: what is typed is looked up, and an IRI is put in. */

function complete(input) {
  const list = document.createElement("datalist");
  list.id = `names-${input.name}`;
  input.setAttribute("list", list.id);
  input.after(list);
  input.addEventListener("input", async () => {
    if (input.value.length < 2 || input.value.includes("/")) return;
    const answer = await fetch(`${input.dataset.complete}?q=${encodeURIComponent(input.value)}`);
    if (!answer.ok) return;
    list.replaceChildren(...(await answer.json()).map(({ value, name }) => {
      const option = document.createElement("option");
      option.value = value;
      option.label = name;
      return option;
    }));
  });
}

const form = document.getElementById("editor");
if (form && window.Yasqe) edit(form);
const place = document.getElementById("drawing");
if (place && window.cytoscape) draw(place);
for (const input of document.querySelectorAll("input[data-complete]")) complete(input);

// The icons, drawn on a grid of 20.

const PATHS = {
  mail: "M3 5h14v10H3z M3 5.500l7 5.500 7-5.500",
  text: "M4 5h12M4 8.500h12M4 12h12M4 15.500h7",
  sms: "M4 4h12v9H9l-4 3.500V13H4z",
  push: "M10 3.500a4.500 4.500 0 0 0-4.500 4.500c0 4-1.500 5-1.500 6h12c0-1-1.500-2-1.500-6A4.500 4.500 0 0 0 10 3.500zM8.500 16.500h3",
  amp: "M11 3L5 11.500h4L8.500 17l6-8.500h-4z",
  phone: "M6.500 2.500h7v15h-7zM9 15h2",
  tablet: "M4.500 2.500h11v15h-11zM9 15h2",
  desktop: "M2.500 4h15v10h-15zM7 17h6M10 14v3",
  full: "M3 10h14M6 7l-3 3 3 3M14 7l3 3-3 3",
  sun: "M10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM10 1.500v2M10 16.500v2M1.500 10h2M16.500 10h2M4 4l1.400 1.400M14.600 14.600L16 16M4 16l1.400-1.400M14.600 5.400L16 4",
  moon: "M16 11.500A6.500 6.500 0 1 1 8.500 4a5.200 5.200 0 0 0 7.500 7.500z",
  invert: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 3v14M10 6h3.500M10 9h6M10 12h6M10 15h3.500",
  image: "M3 4h14v12H3zM3 13.500l4-4 3.500 3.500 2-2 4.500 4.500M12.500 7.500h.01",
  code: "M7 6l-4 4 4 4M13 6l4 4-4 4",
  eye: "M2 10c2-3.500 4.700-5.200 8-5.200s6 1.700 8 5.200c-2 3.500-4.700 5.200-8 5.200S4 13.500 2 10zM10 7.800a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400z",
  compare: "M3 4h6v12H3zM11 4h6v12h-6z",
  pin: "M7.500 3h5l-.7 5 2.700 3h-9l2.700-3zM10 11v6",
  search: "M9 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM13 13l4 4",
  share: "M10 12V3M6.500 6L10 2.800 13.500 6M4 10v6.500h12V10",
  reset: "M4.500 4v4h4M4.800 8A6 6 0 1 1 4 11",
  close: "M5 5l10 10M15 5L5 15",
  people: "M7.500 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM2 16.500c.5-3 2.500-4.500 5.500-4.500s5 1.500 5.500 4.500M13 4.200a3 3 0 0 1 0 5.600M15 12.300c1.700.6 2.700 2 3 4.200",
  left: "M3 4h14v12H3zM8 4v12",
  right: "M3 4h14v12H3zM12 4v12",
  folder: "M2.500 5h5l1.500 2h8.500v9h-15z",
  edit: "M4 16l.8-3.500L13 4.300l2.700 2.700-8.200 8.200z",
};

/** An icon; what it stands beside says what it means. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

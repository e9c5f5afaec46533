// Runs before anything is painted: the theme and the language that were chosen here before.
(() => {
  let theme = null, language = null;
  try {
    theme = localStorage.getItem("relvars.theme");
    language = localStorage.getItem("relvars.language");
  } catch {
    // A browser that keeps nothing gets what it prefers.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = theme ?? (dark ? "dark" : "light");
  document.documentElement.lang =
    language ?? (navigator.language.toLowerCase().startsWith("ru") ? "ru" : "en");
})();

// Served by `pgext dev` alone: reloads the page when a file of it is saved, and shows what is wrong with the SQL.
(() => {
  const events = new EventSource("/pgext-dev/events");
  let overlay;
  let lost = false;

  const hide = () => {
    overlay?.remove();
    overlay = undefined;
  };

  const element = (name, style, text) => {
    const made = document.createElement(name);
    made.style.cssText = style;
    made.textContent = text;
    return made;
  };

  const WRAPPED = "white-space:pre-wrap;overflow-wrap:anywhere";

  const show = (fault) => {
    hide();
    const [what, ...more] = fault.text.split("\n");
    overlay = document.createElement("pgext-dev-fault");
    overlay.setAttribute("role", "alert");
    overlay.style.cssText = "position:fixed;inset:auto 0 0 0;z-index:2147483647;max-height:70vh;overflow:auto;display:block";
    const root = overlay.attachShadow({ mode: "open" });
    const box = element("div", "background:#1c1917;color:#fafaf9;border-top:4px solid #dc2626;padding:1rem 1.5rem;font:14px/1.5 ui-monospace,Menlo,Consolas,monospace", "");
    box.append(
      element("div", `color:#fca5a5;font-weight:600;${WRAPPED}`, what),
      // Wrapped, the caret would stand below another word.
      element("pre", `margin:.5rem 0;font:inherit;${fault.file ? "overflow-x:auto" : WRAPPED}`, more.join("\n")),
      element("div", "color:#a8a29e", "The former version goes on serving. This vanishes when the file is saved without the fault."),
    );
    root.append(box);
    (document.body ?? document.documentElement).append(overlay);
  };

  events.addEventListener("fine", () => {
    hide();
    if (lost) location.reload();
  });
  events.addEventListener("fault", (event) => show(JSON.parse(event.data)));
  events.addEventListener("reload", () => location.reload());
  // The server was stopped; when it is back, what it serves may be another.
  events.addEventListener("error", () => { lost = true; });
})();

/* Makes the picture larger inside its frame, which scrolls by itself; without this it is whole. */

const MOST = 8;
const STEP = 1.5;
/* As in the style sheet: the whole picture is not higher than this part of the window. */
const FIT = 85;
const frame = document.querySelector(".map");
const pictures = frame.querySelectorAll(":scope svg");
const buttons = document.querySelector(".zoom");
let scale = 1;

/* Enlarges around a place of the frame, its middle unless another is given. */
function zoom(wanted, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
  const next = Math.min(MOST, Math.max(1, wanted));
  const [left, top] = [frame.scrollLeft + x, frame.scrollTop + y];
  // So that the page below stays where it is.
  if (next > 1 && !frame.style.height) frame.style.height = `${frame.offsetHeight}px`;
  if (next === 1) frame.style.height = "";
  for (const picture of pictures) {
    picture.style.width = `${100 * next}%`;
    picture.style.maxHeight = `${FIT * next}vh`;
  }
  frame.scrollTo((left * next) / scale - x, (top * next) / scale - y);
  frame.classList.toggle("large", next > 1);
  scale = next;
  for (const button of buttons.children) {
    const there = button.dataset.zoom === "in" ? scale === MOST : scale === 1;
    button.setAttribute("aria-disabled", there);
  }
}

const acts = { in: () => zoom(scale * STEP), out: () => zoom(scale / STEP), all: () => zoom(1) };
const keys = { "+": "in", "-": "out", 0: "all" };

buttons.hidden = false;
buttons.addEventListener("click", (event) => acts[event.target.dataset.zoom]?.());
frame.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  acts[keys[event.key]]();
});
frame.addEventListener(
  "wheel",
  (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const box = frame.getBoundingClientRect();
    zoom(scale * 1.01 ** -event.deltaY, event.clientX - box.left, event.clientY - box.top);
  },
  { passive: false },
);

/* A mouse drags the picture; fingers scroll it anyway. */
frame.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "mouse" || event.button || scale === 1) return;
  event.preventDefault();
  frame.focus({ preventScroll: true });
  frame.setPointerCapture(event.pointerId);
});
frame.addEventListener("pointermove", (event) => {
  if (frame.hasPointerCapture(event.pointerId)) frame.scrollBy(-event.movementX, -event.movementY);
});

zoom(1);

// Completes @name while it is typed. The names are those of the page's datalist; without script they are a list.
const people = [...document.querySelectorAll('#colleagues option')].map((o) => ({ handle: o.value, name: o.label }));
const box = document.createElement('ul');
box.className = 'st-complete'; box.id = 'st-complete'; box.hidden = true; box.setAttribute('role', 'listbox'); box.setAttribute('aria-label', 'People of the desk');
let field = null, at = 0;

const typed = (el) => el.value.slice(0, el.selectionStart).match(/(?:^|[^\w.@+-])@([\w.+-]*)$/)?.[1];

function close() { box.hidden = true; field?.removeAttribute('aria-activedescendant'); }

function mark(n) {
  const all = [...box.children];
  at = (n + all.length) % all.length;
  all.forEach((li, i) => li.setAttribute('aria-selected', String(i === at)));
  field.setAttribute('aria-activedescendant', all[at].id);
}

function choose() {
  const word = typed(field), end = field.selectionStart, start = end - word.length;
  field.setRangeText(`${box.children[at].dataset.handle} `, start, end, 'end');
  close();
}

function offer(el) {
  const word = typed(el)?.toLowerCase();
  const found = word === undefined ? [] : people.filter((p) => p.handle.toLowerCase().startsWith(word) || p.name.toLowerCase().startsWith(word)).slice(0, 6);
  if (!found.length) { close(); return; }
  field = el;
  el.setAttribute('aria-controls', box.id); el.setAttribute('aria-autocomplete', 'list');
  box.replaceChildren(...found.map((p, i) => {
    const li = document.createElement('li');
    li.id = `st-complete-${i}`; li.setAttribute('role', 'option'); li.dataset.handle = p.handle;
    const b = document.createElement('b'); b.textContent = p.name; li.append(b, ` @${p.handle}`);
    return li;
  }));
  el.after(box); box.hidden = false; mark(0);
}

document.addEventListener('input', (e) => { if (e.target.matches?.('textarea[data-mentions]')) offer(e.target); });
document.addEventListener('focusout', (e) => { if (e.target === field) close(); });
box.addEventListener('mousedown', (e) => { const li = e.target.closest('li'); if (li) { e.preventDefault(); mark([...box.children].indexOf(li)); choose(); } });
document.addEventListener('keydown', (e) => {
  if (box.hidden || e.target !== field) return;
  const act = { ArrowDown: () => mark(at + 1), ArrowUp: () => mark(at - 1), Enter: choose, Tab: choose, Escape: close }[e.key];
  if (act) { e.preventDefault(); e.stopPropagation(); act(); }
}, true);

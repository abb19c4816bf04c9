'use strict';
// The page starts this file again as a worker, for each of the two programs; the part for the worker is at the end.
const page = () => {
  const at = id => document.getElementById(id);
  const files = { proof: null, data: null };
  let checking = false, fitting = false;

  // start runs a program in a worker; act hears what it says.
  function start(program, act) {
    const worker = new Worker('check.js', { name: program });
    worker.onmessage = message => act(message.data);
    worker.onerror = error => act({ error: error.message });
    return worker;
  }

  function buttons() {
    at('check').disabled = checking || !checker.ready || !files.proof || !files.data;
    at('fit').disabled = fitting || !files.data;
    at('stop').disabled = !fitting;
  }

  const columns = () => ({
    target: at('target').value.trim(), weights: at('weights').value.trim(), drop: at('drop').value === 'drop',
    features: at('features').value.split(',').map(s => s.trim()).filter(s => s),
  });

  function say(text, kind) {
    at('verdict').hidden = false;
    at('verdict').className = 'verdict ' + kind;
    at('verdict').textContent = text;
    at('state').textContent = '';
  }

  const checker = start('checker', message => {
    if (message.ready) {
      checker.ready = true;
      at('state').textContent = 'Ready.';
    } else {
      checking = false;
      message.error ? say(message.error, 'bad') : say(message.verdict, message.proved ? 'good' : 'bad');
    }
    buttons();
  });

  function check() {
    checking = true;
    buttons();
    at('verdict').hidden = true;
    at('state').textContent = 'Checking …';
    checker.postMessage({ call: 'relucheck', args: [files.proof, files.data, columns()] });
  }

  async function take(kind, file) {
    files[kind] = new Uint8Array(await file.arrayBuffer());
    at('verdict').hidden = true;
    buttons();
  }

  for (const kind of ['proof', 'data']) {
    at(kind).addEventListener('change', event => { if (event.target.files[0]) take(kind, event.target.files[0]); });
  }
  document.addEventListener('dragover', event => event.preventDefault());
  document.addEventListener('drop', event => {
    event.preventDefault();
    for (const file of event.dataTransfer.files) {
      const kind = /\.rcert(\.gz)?$/.test(file.name) ? 'proof' : 'data';
      const list = new DataTransfer();
      list.items.add(file);
      at(kind).files = list.files;
      take(kind, file);
    }
  });
  at('files').addEventListener('submit', event => { event.preventDefault(); check(); });

  let fitter = null;
  function fit() {
    fitting = true;
    buttons();
    at('result').hidden = true;
    at('progress').textContent = 'The solver is loading.';
    const question = { units: Math.max(1, Number(at('units').value) || 1), seconds: Math.max(1, Number(at('seconds').value) || 30) };
    const ask = () => fitter.postMessage({ call: 'relucertFit', args: [files.data, columns(), question] });
    if (fitter) return ask();
    fitter = start('fitter', message => {
      if (message.ready) ask();
      else if (message.error) { at('progress').textContent = message.error; fitting = false; buttons(); }
      else if (message.fit) show(JSON.parse(message.fit), message.proof);
      else at('progress').textContent = `${message.seconds.toFixed(1)} s, ${message.nodes} nodes: the least SSE is in [${message.lower.toPrecision(7)}, ${message.upper.toPrecision(7)}]`;
    });
  }
  at('question').addEventListener('submit', event => { event.preventDefault(); fit(); });
  at('stop').addEventListener('click', () => fitter.postMessage({ call: 'relucertStop', args: [] }));

  // show is a fit; its certificate goes to the checker.
  function show(found, proof) {
    fitting = false;
    at('progress').textContent = '';
    at('result').hidden = false;
    at('found').textContent = found.result;
    const rows = found.table.map((cells, i) => {
      const row = document.createElement('tr');
      row.append(...cells.map(text => Object.assign(document.createElement(i ? 'td' : 'th'), { textContent: text })));
      return row;
    });
    at('table').replaceChildren(...rows);
    at('notices').replaceChildren(...(found.notices || []).map(text => Object.assign(document.createElement('li'), { textContent: text })));
    charts.all.length = 0;
    charts.draw(at('picture'), found.chart);
    at('save').hidden = !proof.length;
    URL.revokeObjectURL(at('save').href);
    if (proof.length) {
      at('save').href = URL.createObjectURL(new Blob([proof]));
      files.proof = proof;
      at('proof').value = '';
      check();
    }
    buttons();
  }
};

// In the worker: the program is unpacked, started, and called as the page says.
const work = async () => {
  importScripts('wasm_exec.js');
  const calls = [];
  let call = message => calls.push(message);
  self.onmessage = message => call(message.data);
  const packed = await fetch(self.name + '.wasm.gz');
  if (!packed.ok) throw new Error(`${self.name}.wasm.gz is not there: go run ./cmd/checkpage makes it`);
  const code = await new Response(packed.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  const go = new Go();
  const { instance } = await WebAssembly.instantiate(code, go.importObject);
  go.run(instance).then(() => self.postMessage({ error: 'the program ended: it needs more memory than a browser has, or has a fault' }));
  call = message => self[message.call]?.(...message.args); // there is nothing to stop before a search begins
  calls.forEach(call);
};

if (typeof document === 'undefined') work().catch(error => self.postMessage({ error: error.message }));
else page();

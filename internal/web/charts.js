'use strict';
// Draws the charts of a page: each figure of class "chart" holds its data as JSON.
const charts = (() => {
  // Canvases take colours as they are now, elements by name.
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const more = ['fit', 'accent', 'good', 'faint'];

  const short = v => v == null ? '–' : String(Number(v.toPrecision(7)));
  const tick = (u, values) => values.map(v => String(Number(v.toPrecision(10)))).map(s => s.replace('-', '−'));

  // The rank of a series among the lines tells its colour.
  function named(data) {
    let lines = 0;
    return data.series.map(s => s.kind === 'points' ? 'sample' : s.kind === 'high' || s.kind === 'low' ? 'band' : more[lines++ % more.length]);
  }

  function series(data) {
    const names = named(data);
    return data.series.map((s, i) => {
      const common = { label: s.name, show: !s.hidden, spanGaps: true, value: (u, v) => short(v) };
      switch (s.kind) {
        case 'points':
          return { ...common, stroke: () => colour('sample'), paths: () => null, points: { show: true, size: data.at.length > 400 ? 3 : 5, fill: () => colour('sample'), width: 0, stroke: () => 'transparent' } };
        case 'high': case 'low':
          return { ...common, stroke: () => 'transparent', points: { show: false } };
      }
      return { ...common, stroke: () => colour(names[i]), width: 2, points: { show: false }, paths: s.kind === 'steps' ? uPlot.paths.stepped({ align: 1 }) : uPlot.paths.linear() };
    });
  }

  const bands = data => data.series.flatMap((s, i) => s.kind === 'high' ? [{ series: [i + 1, i + 2], fill: () => colour('band') }] : []);

  // Marks stand behind the curves.
  function marks(u, data) {
    const c = u.ctx, { left, top, width, height } = u.bbox;
    c.save();
    c.beginPath();
    c.rect(left, top, width, height);
    c.clip();
    for (const m of data.marks || []) {
      const x = u.valToPos(m.at, 'x', true), low = u.valToPos(m.low, 'x', true), high = u.valToPos(m.high, 'x', true);
      c.globalAlpha = 0.12;
      c.fillStyle = colour('ink');
      c.fillRect(low, top, high - low, height);
      c.globalAlpha = 1;
      c.strokeStyle = colour('faint');
      c.lineWidth = devicePixelRatio;
      c.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
      c.beginPath();
      c.moveTo(x, top);
      c.lineTo(x, top + height);
      c.stroke();
    }
    c.restore();
  }

  function size(box) {
    const width = Math.max(240, box.clientWidth);
    return { width, height: Math.round(Math.min(400, Math.max(240, width * 0.6))) };
  }

  function options(data, box) {
    const axis = label => ({ label, labelSize: 22, font: '12px sans-serif', labelFont: '12px sans-serif', stroke: () => colour('ink'), grid: { stroke: () => colour('grid'), width: 1 }, ticks: { stroke: () => colour('grid') }, values: tick });
    return {
      ...size(box),
      scales: { x: { time: false } },
      axes: [axis(data.x), { ...axis(data.y), size: 64 }],
      series: [{ label: data.x, value: (u, v) => short(v) }, ...series(data)],
      bands: bands(data),
      legend: { markers: { stroke: (u, i) => `var(--${named(data)[i - 1]})`, fill: () => 'transparent' } },
      cursor: { drag: { x: true, y: true, uni: 20 } },
      hooks: { drawClear: [u => marks(u, data)] },
    };
  }

  // zoom shows so many times as much as now, about the middle.
  function zoom(u, factor) {
    for (const key of ['x', 'y']) {
      const { min, max } = u.scales[key], middle = (min + max) / 2, half = (max - min) / 2 * factor;
      u.setScale(key, { min: middle - half, max: middle + half });
    }
  }

  const button = (text, name, act) => {
    const b = document.createElement('button');
    b.type = 'button';
    b.textContent = text;
    b.setAttribute('aria-label', name);
    b.addEventListener('click', act);
    return b;
  };

  // A chart is drawn into a figure; its result can be given new data.
  function draw(figure, data) {
    figure.replaceChildren();
    const head = document.createElement('h3'), tools = document.createElement('div'), box = document.createElement('div');
    head.textContent = data.title;
    tools.className = 'tools';
    box.className = 'plot';
    figure.append(head, box, tools);
    const values = () => [data.at, ...data.series.map(s => s.values)];
    const u = new uPlot(options(data, box), values(), box);
    tools.append(button('+', 'zoom in', () => zoom(u, 0.5)), ' ', button('−', 'zoom out', () => zoom(u, 2)), ' ',
      button('whole', 'the whole chart', () => u.setData(u.data)));
    const chart = {
      plot: u,
      fresh: next => { Object.assign(data, next); u.setData(values()); },
      fit: () => { const s = size(box); if (s.width !== u.width || s.height !== u.height) u.setSize(s); },
      again: () => u.redraw(false, true),
    };
    all.push(chart);
    return chart;
  }

  const all = [];
  const fit = () => all.forEach(c => c.fit());
  const again = () => all.forEach(c => c.again());
  function start() {
    for (const figure of document.querySelectorAll('figure.chart')) {
      const text = figure.querySelector('script');
      if (text) draw(figure, JSON.parse(text.textContent));
    }
    new ResizeObserver(fit).observe(document.body);
    for (const query of ['(prefers-color-scheme: dark)', 'print']) {
      matchMedia(query).addEventListener('change', () => { fit(); again(); });
    }
    addEventListener('beforeprint', () => { fit(); again(); });
    addEventListener('afterprint', () => { fit(); again(); });
  }
  document.addEventListener('DOMContentLoaded', start);
  return { draw, all };
})();
